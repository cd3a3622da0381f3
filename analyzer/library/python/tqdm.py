# tqdm: a progress bar around an iterable.
from dimwright import unknown


class _Bar:
    def __init__(self, iterable):
        self.iterable = iterable

    def __iter__(self): return iter(self.iterable)
    def __len__(self): return len(self.iterable)
    def set_description(self, *args, **kwargs): return None
    set_postfix = set_postfix_str = update = close = refresh = write = set_description_str = set_description
    def __enter__(self): return self


def tqdm(iterable=None, *args, **kwargs): return _Bar(range(1) if iterable is None else iterable)
def trange(*args, **kwargs): return _Bar(range(*args))
notebook = unknown('tqdm.notebook')


class auto:
    tqdm = tqdm
    trange = trange
