# os: nothing of it reaches a shape.
from dimwright import some_text, some_bool, unknown, fresh

environ = unknown('the environment')
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
def getenv(name, default=None): return unknown('the environment')
def cpu_count(): return fresh('cores', 1)
def getpid(): return fresh('process')
