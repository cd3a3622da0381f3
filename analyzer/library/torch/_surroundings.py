# What programs set and ask around tensors: seeds, modes, back ends, autograd.
from dimwright import is_tensor, fresh, device_code, known, some_bool, gradients, regain_gradients, without_gradients
from torch._support import _same, _Defaults, default_dtype
from torch._data import _Legacy, _legacy
from torch._device import Device as device, Place, code_of


def manual_seed(*args): return None
def set_default_dtype(t): _Defaults.dtype = t
def set_default_device(device): Place.default = 0 if device is None else code_of(device)
def set_default_tensor_type(t):
    t = _legacy(t) if isinstance(t, str) else t
    if isinstance(t, _Legacy):
        _Defaults.dtype = t.dtype
        Place.default = device_code(t.place)
    else:
        Place.default = None
set_printoptions = set_num_threads = set_float32_matmul_precision = use_deterministic_algorithms = manual_seed
def seed(): return 0
def get_default_dtype(): return default_dtype()
def is_tensor_(x): return is_tensor(x)
def compile(model=None, *args, **kwargs): return model if model is not None else _identity
def is_grad_enabled(): return some_bool('gradients are enabled')


def _identity(f): return f


class _Mode:
    # no_grad() and its like: a context, and a decorator that changes no shape
    def __init__(self, *args, **kwargs):
        pass

    def __call__(self, f):
        # which calls it is for is not followed
        gradients('off')
        return f

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return None


class no_grad(_Mode):
    def __call__(self, f):
        return without_gradients(f)

    def __enter__(self):
        self.before = gradients('paused')
        return self

    def __exit__(self, *args):
        gradients(self.before)


class inference_mode(no_grad): pass


class set_grad_enabled(_Mode):
    # as a call it holds until it is set again, on whichever paths: only inside a block it is known where
    def __init__(self, mode=True):
        self.before = gradients('off')
        self.inside = 'off' if not isinstance(mode, bool) or not known(mode) else 'on' if mode else 'paused'

    def __call__(self, f):
        if self.inside != 'paused':
            return f
        regain_gradients(self.before)
        return without_gradients(f)

    def __enter__(self):
        regain_gradients(self.before)
        gradients(self.inside)
        return self

    def __exit__(self, *args):
        regain_gradients(self.before)


class enable_grad(set_grad_enabled): pass


class autocast(_Mode):
    def __init__(self, *args, **kwargs):
        _Defaults.mixed = True



class Generator:
    def __init__(self, *args, **kwargs):
        pass

    def manual_seed(self, seed):
        return self


class _Backends:
    class cudnn:
        benchmark = False
        deterministic = False
        enabled = True
    class mps:
        def is_available(): return some_bool('torch.backends.mps.is_available()')
        is_built = is_available
    class cuda:
        class matmul:
            allow_tf32 = False


backends = _Backends()
class mps:
    def is_available(): return some_bool('torch.backends.mps.is_available()')
    def manual_seed(seed): return None


class accelerator:
    def is_available(): return some_bool('torch.accelerator.is_available()')
    def current_accelerator(*args, **kwargs): return device('cpu')
    def device_count(): return fresh('devices', 1)
    def set_device_index(*args): return None
    def current_device_index(): return 0
