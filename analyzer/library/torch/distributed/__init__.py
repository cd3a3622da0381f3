# torch.distributed: as one process of several sees it; what others send has the sizes of what is sent here.
from dimwright import fresh, some_bool


def is_available(): return some_bool('processes can talk')
def is_initialized(): return some_bool('there are several processes')
def is_nccl_available(): return some_bool('nccl is there')
def is_gloo_available(): return some_bool('gloo is there')
def is_mpi_available(): return some_bool('mpi is there')
def is_torchelastic_launched(): return some_bool('torchrun started this')
def init_process_group(*args, **kwargs): return None
def destroy_process_group(*args, **kwargs): return None
def get_rank(group=None): return fresh('rank')
def get_world_size(group=None): return fresh('processes', 1)
def get_backend(group=None): return 'nccl'
def barrier(*args, **kwargs): return None
def new_group(*args, **kwargs): return None
def monitored_barrier(*args, **kwargs): return None


class _Work:
    def wait(self, *args): return None
    def is_completed(self): return some_bool('a message has come')


def _sent(x, *args, async_op=False, **kwargs): return _Work() if async_op is not False else None
all_reduce = broadcast = reduce = send = recv = _sent
def isend(x, *args, **kwargs): return _Work()
def irecv(x, *args, **kwargs): return _Work()
def all_gather(tensor_list, tensor, group=None, async_op=False): return _sent(tensor, async_op=async_op)
def gather(tensor, gather_list=None, dst=0, group=None, async_op=False): return _sent(tensor, async_op=async_op)
def scatter(tensor, scatter_list=None, src=0, group=None, async_op=False): return _sent(tensor, async_op=async_op)
def all_gather_into_tensor(output_tensor, input_tensor, group=None, async_op=False): return _sent(input_tensor, async_op=async_op)
def reduce_scatter(output, input_list, op=None, group=None, async_op=False): return _sent(output, async_op=async_op)
def broadcast_object_list(object_list, *args, **kwargs): return None


class ReduceOp:
    SUM = 'sum'
    AVG = 'avg'
    PRODUCT = 'product'
    MIN = 'min'
    MAX = 'max'
