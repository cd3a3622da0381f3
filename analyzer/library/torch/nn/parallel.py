# torch.nn.parallel: a module is run on parts of a batch and the parts are put together again.
from dimwright import device_of, is_tensor, with_device
from torch.nn._module import Module


class DataParallel(Module):
    # what it is given goes where its parameters are
    def __init__(self, module, *args, **kwargs):
        self.module = module

    def forward(self, *args, **kwargs):
        place = _place_of(self.module)
        return self.module(*_moved(args, place), **_moved(kwargs, place))


class DistributedDataParallel(DataParallel):
    # it moves its inputs only if it was told the devices
    def __init__(self, module, device_ids=None, *args, **kwargs):
        self.module = module
        self.moves = device_ids is not None

    def forward(self, *args, **kwargs): return super().forward(*args, **kwargs) if self.moves else self.module(*args, **kwargs)
    def no_sync(self): return self
    def __enter__(self): return self
    def __exit__(self, *args): return None


def _place_of(module):
    # the tensor that names it: the first parameter
    for _, own in module._own_parameters():
        return own
    for _, child in module.named_children():
        found = _place_of(child)
        if found is not None:
            return found
    return None


def _moved(x, place):
    if place is None:
        return x
    if is_tensor(x):
        return with_device(x, device_of(place))
    if isinstance(x, dict):
        return {k: _moved(v, place) for k, v in x.items()}
    if isinstance(x, tuple):
        return tuple([_moved(v, place) for v in x])
    return [_moved(v, place) for v in x] if isinstance(x, list) else x


def data_parallel(module, inputs, device_ids=None, *args, **kwargs): return module(*inputs) if isinstance(inputs, (tuple, list)) else module(inputs)
