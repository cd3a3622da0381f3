# torch.nn.utils.rnn: sequences of several lengths, one after the other or filled up to the longest.
from dimwright import tensor, unknown_tensor, dims, dtype, dtype_of, fresh, is_tensor, kind, known, must, expect_rank, range_of, with_range, samples, sizes_of

int64 = dtype('int64')


class PackedSequence:
    # `data` holds the steps of all sequences, `batch` says how many sequences there are, `steps` how long the longest is
    def __init__(self, data, batch_sizes=None, sorted_indices=None, unsorted_indices=None, batch=None, steps=None):
        self.data = data
        self.batch_sizes = tensor((fresh('steps', 1),), int64) if batch_sizes is None else batch_sizes
        self.sorted_indices = sorted_indices
        self.unsorted_indices = unsorted_indices
        self.batch = fresh('sequences', 1) if batch is None else batch
        self.steps = steps

    def __getitem__(self, i): return (self.data, self.batch_sizes, self.sorted_indices, self.unsorted_indices)[i]
    def __iter__(self): return (self.data, self.batch_sizes, self.sorted_indices, self.unsorted_indices)
    def to(self, *args, **kwargs): return self
    def cuda(self, *args): return self
    def cpu(self): return self


def pack_padded_sequence(input, lengths, batch_first=False, enforce_sorted=True):
    expect_rank(input, 2, True)
    expect_rank(lengths, 1)
    d = dims(input)
    if d is not None and not must('View/axes', len(d) >= 2, axis=1, rank=len(d), x=input):
        return PackedSequence(unknown_tensor('a mistake before'))
    if d is None:
        return PackedSequence(unknown_tensor('packed sequences'))
    return PackedSequence(tensor((fresh('packed', 1),) + d[2:], dtype_of(input), input), batch=d[0] if batch_first else d[1], steps=_longest(lengths, d[1] if batch_first else d[0]))


def _longest(lengths, steps):
    s = sizes_of(lengths) if is_tensor(lengths) else tuple(lengths) if kind(lengths) in ('list', 'tuple') and known(len(lengths)) else None
    return max(s) if s is not None and len(s) > 0 and all([kind(n) == 'int' and known(n) for n in s]) else fresh('steps', 1, steps)


def pad_packed_sequence(sequence, batch_first=False, padding_value=0.0, total_length=None):
    d = dims(sequence.data) if kind(sequence) == 'instance' else None
    if d is None:
        return (unknown_tensor('padded sequences'), unknown_tensor('lengths', int64))
    steps = total_length if total_length is not None else fresh('steps', 1) if sequence.steps is None else sequence.steps
    n = sequence.batch
    return (tensor(((n, steps) if batch_first else (steps, n)) + d[1:], dtype_of(sequence.data), sequence.data), tensor((n,), int64))


def pad_sequence(sequences, batch_first=False, padding_value=0.0, padding_side='right'):
    all_ = list(sequences)
    n = len(all_)
    parts = all_ if known(n) else samples(all_)
    d = dims(parts[0]) if len(parts) > 0 and is_tensor(parts[0]) else None
    if d is None or len(d) == 0:
        return unknown_tensor('padded sequences')
    n = n if kind(n) == 'int' else fresh('sequences', 1)
    ends = [dims(x)[0] if is_tensor(x) and dims(x) is not None and len(dims(x)) > 0 else None for x in parts] if known(len(all_)) else [None]
    steps = max(ends) if all([kind(k) == 'int' and known(k) for k in ends]) else fresh('steps', 1)
    return _filled(tensor(((n, steps) if batch_first else (steps, n)) + d[1:], dtype_of(parts[0]), parts[0]), [range_of(x) if is_tensor(x) else None for x in parts], None if known(steps) else padding_value)


def _filled(x, ranges, padding):
    # what stands in the sequences, and behind the shorter ones
    if None in ranges or len(ranges) == 0:
        return x
    low, high = min([r[0] for r in ranges]), max([r[1] for r in ranges])
    padding = int(padding) if known(padding) and kind(padding) in ('int', 'float') else None
    return with_range(x, low if padding is None else min(low, padding), high if padding is None else max(high, padding))


def pack_sequence(sequences, enforce_sorted=True):
    parts = list(sequences)
    d = dims(parts[0]) if is_tensor(parts[0]) else None
    return PackedSequence(unknown_tensor('packed sequences') if d is None else tensor((fresh('packed', 1),) + d[1:], dtype_of(parts[0]), parts[0]))


def unpad_sequence(padded_sequences, lengths, batch_first=False): return list(padded_sequences)
