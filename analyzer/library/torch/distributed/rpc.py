# torch.distributed.rpc: references to values; what another process does is not followed.
from dimwright import fresh, some_text, some_bool, root
from torch.futures import Future


def rpc_sync(to, func, args=None, kwargs=None, timeout=-1.0): return root('what another process gives')
remote = rpc_sync


def rpc_async(to, func, args=None, kwargs=None, timeout=-1.0):
    later = Future()
    later.set_result(root('what another process gives'))
    return later


class RRef:
    def __init__(self, value, type_hint=None):
        self._value = value

    def local_value(self): return self._value
    def to_here(self, timeout=-1.0): return self._value
    def remote(self, timeout=-1.0): return root('what another process gives')
    def rpc_sync(self, timeout=-1.0): return root('what another process gives')
    def rpc_async(self, timeout=-1.0): return root('what another process gives')
    def owner(self): return WorkerInfo()
    def owner_name(self): return some_text()
    def is_owner(self): return some_bool('a reference is owned here')
    def confirmed_by_owner(self): return some_bool('a reference is confirmed')
    def backward(self, *args, **kwargs): return None


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
