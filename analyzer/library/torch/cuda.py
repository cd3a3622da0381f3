# torch.cuda: a GPU may or may not be there.
from dimwright import some_bool, some_number, fresh, unknown
from torch._data import _legacy
from torch._support import _Defaults

FloatTensor = _legacy('torch.cuda.FloatTensor')
DoubleTensor = _legacy('torch.cuda.DoubleTensor')
HalfTensor = _legacy('torch.cuda.HalfTensor')
LongTensor = _legacy('torch.cuda.LongTensor')
IntTensor = _legacy('torch.cuda.IntTensor')
BoolTensor = _legacy('torch.cuda.BoolTensor')
ByteTensor = _legacy('torch.cuda.ByteTensor')


def is_available(): return some_bool('torch.cuda.is_available()')
def device_count(): return fresh('devices')
def current_device(): return 0
def manual_seed(seed): return None
manual_seed_all = set_device = empty_cache = synchronize = reset_peak_memory_stats = manual_seed
def synchronize(*args): return None
def empty_cache(): return None
def max_memory_allocated(*args): return some_number()
memory_allocated = max_memory_allocated
def get_device_name(*args): return unknown('a device name')
def is_bf16_supported(including_emulation=True): return some_bool('torch.cuda.is_bf16_supported()')


class amp:
    class autocast:
        def __init__(self, *args, **kwargs):
            _Defaults.mixed = True

        def __call__(self, f):
            return f

        def __enter__(self):
            return self

        def __exit__(self, *args):
            return None

    class GradScaler:
        def __init__(self, *args, **kwargs):
            pass

        def scale(self, loss):
            return loss

        def step(self, optimizer, *args):
            return None

        def update(self, *args):
            return None

        def get_scale(self): return some_number()
        def is_enabled(self): return some_bool('the scaler is on')
        def state_dict(self): return {}
        def load_state_dict(self, state_dict): return None

        def unscale_(self, optimizer):
            return None
