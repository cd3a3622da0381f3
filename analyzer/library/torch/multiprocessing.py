# torch.multiprocessing: Python's own, and a function run in so many processes, each of which is told its number.
from dimwright import fresh, known
from multiprocessing import *


class _Spawned:
    def join(self, timeout=None): return True


def spawn(fn, args=(), nprocs=1, join=True, daemon=False, start_method='spawn'):
    fn(0 if known(nprocs) and nprocs == 1 else fresh('rank', 0, nprocs - 1) if known(nprocs) and nprocs > 0 else fresh('rank', 0), *args)
    return None if join is True else _Spawned()


start_processes = spawn


def set_sharing_strategy(*args): return None
def get_context(method=None): return _Context


class _Context:
    Process = Process
    Queue = Queue
    Pool = Pool
    Event = Event
    Lock = Lock
    SimpleQueue = Queue
