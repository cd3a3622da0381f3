# os: nothing of it reaches a shape.
from dimwright import some_text, some_bool, unknown, fresh



class _Environment:
    # texts by name, which the user of a program may set
    def __getitem__(self, name): return some_text()
    def __setitem__(self, name, value): return None
    def __contains__(self, name): return some_bool('an environment variable is set')
    def get(self, name, default=None): return some_text() if isinstance(default, str) else default if some_bool('an environment variable is not set') else some_text()
    def setdefault(self, name, default): return some_text()
    def pop(self, name, default=None): return some_text()
    def copy(self): return self
    def items(self): return []


environ = _Environment()
sep = '/'


class path:
    def join(*args): return some_text()
    def exists(*args): return some_bool('')
    isfile = isdir = exists
    def basename(*args): return some_text()
    dirname = abspath = expanduser = realpath = basename
    def splitext(p): return (some_text(), some_text())
    def getsize(p): return fresh('bytes')


def makedirs(*args, **kwargs): return None
mkdir = remove = rmdir = chdir = makedirs
def getcwd(): return some_text()
def listdir(*args): return unknown('files')
def getenv(name, default=None): return environ.get(name, default)
def cpu_count(): return fresh('cores', 1)
def getpid(): return fresh('process')
