# contextlib: contexts made of generators and of nothing.
from dimwright import unknown


class _Generated:
    def __init__(self, items): self.items = items
    def __enter__(self): return next(iter(self.items))
    def __exit__(self, *args): return None


def contextmanager(f):
    def make(*args, **kwargs): return _Generated(f(*args, **kwargs))
    return make


class nullcontext:
    def __init__(self, enter_result=None): self.enter_result = enter_result
    def __enter__(self): return self.enter_result
    def __exit__(self, *args): return None


class closing(nullcontext): pass
class redirect_stdout(nullcontext): pass
class redirect_stderr(nullcontext): pass


class ExitStack:
    def __enter__(self): return self
    def __exit__(self, *args): return None
    def enter_context(self, context): return context.__enter__()
    def callback(self, *args, **kwargs): return None
    def push(self, exit): return exit
    def close(self): return None


def suppress(*exceptions): return unknown('what is suppressed')
AbstractContextManager = object
