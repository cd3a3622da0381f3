# torch.utils.data: a loader yields full batches and, unless it drops it, the smaller last one.
from dimwright import tensor, unknown_tensor, dims, dtype_of, is_tensor, kind, fresh, unknown, turns, known, must, dtype, bounds_of, range_of, with_range, as_tensor, surely
from torch._support import int64

float64 = dtype('float64')


class Dataset:
    def __init__(self, *args, **kwargs):
        pass

    def __add__(self, other): return ConcatDataset([self, other])


class IterableDataset(Dataset):
    pass


class TensorDataset(Dataset):
    def __init__(self, *tensors):
        self.tensors = tensors
        n = dims(tensors[0])
        for x in tensors[1:]:
            d = dims(x)
            if n is not None and d is not None:
                must('TensorDataset/length', d[0] == n[0], a=n[0], b=d[0], first=tensors[0], other=x)

    def __len__(self): return self.tensors[0].size(0)
    def __getitem__(self, i): return tuple([_row(x) for x in self.tensors])


def _row(x):
    # any row: what some row holds may come up
    r = range_of(x)
    return x[0] if r is None else with_range(x[0], r[0], r[1], r[2])


class Subset(Dataset):
    def __init__(self, dataset, indices):
        self.dataset = dataset
        self.indices = indices

    def __len__(self): return len(self.indices)
    def __getitem__(self, i): return self.dataset[0]


class ConcatDataset(Dataset):
    def __init__(self, datasets):
        self.datasets = list(datasets)

    def __len__(self): return sum([len(d) for d in self.datasets])
    def __getitem__(self, i): return self.datasets[0][0]


class _Part(Dataset):
    def __init__(self, dataset, length):
        self.dataset = dataset
        self.length = length

    def __len__(self): return self.length
    def __getitem__(self, i): return self.dataset[0]


def random_split(dataset, lengths, generator=None):
    total = len(dataset)
    if kind(total) == 'int' and all([kind(n) == 'int' for n in lengths]):
        must('RandomSplit/total', sum(lengths) == total, total=total, given=sum(lengths))
    return [_Part(dataset, n if kind(n) == 'int' else fresh('part', 1)) for n in lengths]


def _batch(sample, n):
    # what collation makes of n samples
    sample = as_tensor(sample)
    if is_tensor(sample):
        d = dims(sample)
        if d is None:
            return unknown_tensor('a batch', dtype_of(sample))
        r = range_of(sample)
        x = tensor((n,) + d, dtype_of(sample), sample)
        return x if r is None else with_range(x, r[0], r[1], r[2])
    k = kind(sample)
    if k == 'instance' and sample.__class__.__name__ == '_Image':
        must('Collate/image', False)
        return unknown('a mistake before')
    if k == 'bool' or k == 'condition':
        return tensor((n,), int64)
    if k == 'int':
        r = bounds_of(sample)
        x = tensor((n,), int64)
        return x if r is None else with_range(x, r[0], r[1], True)
    if k == 'float':
        return tensor((n,), float64)
    if k == 'tuple' or k == 'list':
        return tuple([_batch(x, n) for x in sample])
    if k == 'dict':
        return {name: _batch(x, n) for name, x in sample.items()}
    if k == 'string':
        return unknown('a batch of texts')
    return sample if k == 'unknown' else unknown('a batch')


def _alike(a, b):
    # whether two samples surely have the same sizes
    if is_tensor(a) and is_tensor(b):
        d, e = dims(a), dims(b)
        return d is None or e is None or (len(d) == len(e) and all([surely(x == y) for x, y in zip(d, e)]))
    if kind(a) != kind(b):
        return True
    if kind(a) == 'tuple' or kind(a) == 'list':
        return not known(len(a)) or not known(len(b)) or len(a) == len(b) and all([_alike(x, y) for x, y in zip(a, b)])
    if kind(a) == 'dict':
        return all([_alike(x, b[name]) for name, x in a.items() if name in b])
    return True


def _fit(a, b):
    # samples are laid upon each other
    a, b = as_tensor(a), as_tensor(b)
    if is_tensor(a) and is_tensor(b):
        d, e = dims(a), dims(b)
        return d is None or e is None or must('Collate/sizes', len(d) == len(e) and all([x == y for x, y in zip(d, e)]), given=e, expected=d, x=b)
    if kind(a) == 'tuple' or kind(a) == 'list':
        return all([_fit(x, y) for x, y in zip(a, b)])
    return all([_fit(x, b[name]) for name, x in a.items()]) if kind(a) == 'dict' else True


def default_collate(batch): return _batch(batch[0], len(batch) if kind(len(batch)) == 'int' else fresh('batch', 1))
def get_worker_info(): return None


class DataLoader:
    def __init__(self, dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None, pin_memory=False, drop_last=False, *args, **kwargs):
        self.dataset = dataset
        self.batch_size = batch_size
        self.drop_last = drop_last
        self.collate_fn = collate_fn
        self.sampler = sampler
        self.batch_sampler = batch_sampler

    def _make(self, n):
        sample = self._one()
        other = self._other()
        if other is not None and not (kind(n) == 'int' and known(n) and n < 2) and not _alike(sample, other):
            if self.collate_fn is None:
                return _batch(sample, n) if _fit(sample, other) else unknown('a mistake before')
            return self.collate_fn([sample, other] + [sample for _ in range(n - 2)] if kind(n) == 'int' and known(n) and n <= 8 else list(turns(sample, other, sample)))
        if self.collate_fn is not None:
            if kind(n) == 'int' and known(n) and n <= 8:
                return self.collate_fn([sample for _ in range(n)])
            return self.collate_fn(list(turns(sample)))
        return _batch(sample, n)

    def _one(self):
        # a dataset that is iterated gives samples one after the other
        if hasattr(self.dataset, '__iter__') and not hasattr(self.dataset, '__getitem__'):
            for sample in self.dataset:
                return sample
        return self.dataset[0]

    def _other(self):
        # the next sample, where there are surely several
        n = self.batch_size
        if kind(n) != 'int' or not known(n) or n < 2 or not (isinstance(self.dataset, (list, tuple)) or hasattr(self.dataset, '__getitem__') and hasattr(self.dataset, '__len__')):
            return None
        total = len(self.dataset)
        return self.dataset[1] if kind(total) == 'int' and known(total) and total > 1 else None

    def __iter__(self):
        if self.batch_sampler is not None:
            for places in self.batch_sampler:
                n = len(places) if isinstance(places, (list, tuple)) else None
                return turns(self._make(n if kind(n) == 'int' and known(n) else fresh('batch', 1)))
        if self.batch_sampler is not None or kind(self.batch_size) != 'int':
            return turns(self._make(fresh('batch', 1)))
        total = len(self.dataset) if hasattr(self.dataset, '__len__') else unknown('a dataset without a length')
        if kind(total) != 'int':
            return turns(self._make(self.batch_size))
        if self.sampler is not None:
            return turns(self._make(self.batch_size))
        # of data that nobody has counted, the last batch may be as full as the others
        last = total % self.batch_size if known(total) else fresh('batch', 1, self.batch_size)
        if known(total) and total < self.batch_size:
            return turns() if self.drop_last else turns(self._make(last))
        full = self._make(self.batch_size)
        if self.drop_last or (known(last) and last == 0):
            return turns(full)
        return turns(full, self._make(last))

    def __len__(self):
        if kind(self.batch_size) != 'int' or not hasattr(self.dataset, '__len__'):
            return fresh('batches', 1)
        total = len(self.dataset)
        if kind(total) != 'int':
            return fresh('batches', 1)
        return total // self.batch_size if self.drop_last else (total + self.batch_size - 1) // self.batch_size


class Sampler:
    def __init__(self, *args, **kwargs):
        pass

    def set_epoch(self, epoch): return None
    def __iter__(self): return turns(fresh('index'))
    def __len__(self): return fresh('samples')


RandomSampler = SequentialSampler = SubsetRandomSampler = WeightedRandomSampler = BatchSampler = Sampler


DistributedSampler = Sampler


class distributed:
    DistributedSampler = Sampler
