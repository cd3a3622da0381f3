# multiprocessing and threading: what another process or thread is told to run runs here and now, for its mistakes.
from dimwright import fresh, unknown, some_bool, some_text


class Process:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, daemon=None):
        self._target = target
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self.daemon = daemon
        self.name = some_text()
        self.exitcode = 0
        self.pid = fresh('process')

    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def start(self): self.run()
    def join(self, timeout=None): return None
    def terminate(self): return None
    def kill(self): return None
    def close(self): return None
    def is_alive(self): return some_bool('a process is alive')


class Pool:
    def __init__(self, *args, **kwargs):
        pass

    def __enter__(self): return self
    def __exit__(self, *args): return None
    def map(self, f, items, chunksize=None): return [f(x) for x in items]
    imap = imap_unordered = map
    def starmap(self, f, items, chunksize=None): return [f(*x) for x in items]
    def apply(self, f, args=(), kwds=None): return f(*args)
    def close(self): return None
    def join(self): return None
    def terminate(self): return None


class Queue:
    # what one process puts in another gets
    def __init__(self, *args, **kwargs):
        self._items = []

    def put(self, item, *args, **kwargs): self._items.append(item)
    def get(self, *args, **kwargs): return self._items[0] if len(self._items) > 0 else unknown('what another process gives')
    put_nowait = put
    get_nowait = get
    def empty(self): return some_bool('a queue is empty')
    def qsize(self): return fresh('queued')
    def close(self): return None
    def join(self): return None
    def task_done(self): return None


SimpleQueue = JoinableQueue = Queue


class Lock:
    def __enter__(self): return self
    def __exit__(self, *args): return None
    def acquire(self, *args, **kwargs): return True
    def release(self): return None


RLock = Lock


class Event:
    def set(self): return None
    def clear(self): return None
    def wait(self, timeout=None): return True
    def is_set(self): return some_bool('an event is set')


class Value:
    def __init__(self, type, value=0, lock=True):
        self.value = value

    def get_lock(self): return Lock()


def cpu_count(): return fresh('processors', 1)
def set_start_method(*args, **kwargs): return None
def freeze_support(): return None
def active_children(): return []
