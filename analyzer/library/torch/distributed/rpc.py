# torch.distributed.rpc: what another process is asked to run runs here; references hold what they refer to.
from dimwright import fresh, some_text, some_bool
from torch.futures import Future, _waited


def rpc_sync(to, func, args=None, kwargs=None, timeout=-1.0):
    return _waited(func(*([] if args is None else list(args)), **({} if kwargs is None else kwargs)))


def remote(to, func, args=None, kwargs=None, timeout=-1.0): return RRef(rpc_sync(to, func, args, kwargs))
def rpc_async(to, func, args=None, kwargs=None, timeout=-1.0): return _later(rpc_sync(to, func, args, kwargs))


def _later(value):
    later = Future()
    later.set_result(value)
    return later


class RRef:
    def __init__(self, value, type_hint=None):
        self._value = value

    def local_value(self): return self._value
    def to_here(self, timeout=-1.0): return self._value
    def rpc_sync(self, timeout=-1.0): return _There(self._value, _waited)
    def remote(self, timeout=-1.0): return _There(self._value, RRef)
    def rpc_async(self, timeout=-1.0): return _There(self._value, _later)
    def owner(self): return WorkerInfo()
    def owner_name(self): return some_text()
    def is_owner(self): return some_bool('a reference is owned here')
    def confirmed_by_owner(self): return some_bool('a reference is confirmed')
    def backward(self, *args, **kwargs): return None


class _There:
    # its methods are those of the value elsewhere; what they give comes back as `given` makes it
    def __init__(self, value, given):
        self._value = value
        self._given = given

    def __getattr__(self, name):
        method, given = getattr(self._value, name), self._given
        return lambda *args, **kwargs: given(method(*args, **kwargs))


class WorkerInfo:
    def __init__(self):
        self.id = fresh('worker')
        self.name = some_text()


def get_worker_info(name=None): return WorkerInfo()
def init_rpc(*args, **kwargs): return None
def shutdown(*args, **kwargs): return None


class TensorPipeRpcBackendOptions:
    def __init__(self, *args, **kwargs):
        pass

    def set_device_map(self, *args): return None


class functions:
    def async_execution(function): return function
