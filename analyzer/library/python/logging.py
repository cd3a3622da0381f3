# logging: what is written to a log is passed over.
DEBUG, INFO, WARNING, ERROR, CRITICAL = 10, 20, 30, 40, 50
WARN = WARNING


class Logger:
    def __init__(self, name='root', level=0):
        self.name = name
        self.level = level
        self.handlers = []
        self.propagate = True

    def setLevel(self, level): return None
    def addHandler(self, handler): return None
    def removeHandler(self, handler): return None
    def debug(self, *args, **kwargs): return None
    def isEnabledFor(self, level): return True
    def getChild(self, suffix): return Logger(suffix)
    info = warning = warn = error = critical = exception = log = debug


class Handler:
    def __init__(self, *args, **kwargs):
        pass

    def setLevel(self, level): return None
    def setFormatter(self, formatter): return None
    def flush(self): return None
    def close(self): return None


class Formatter:
    def __init__(self, *args, **kwargs):
        pass


StreamHandler = FileHandler = NullHandler = Handler
root = Logger()
def getLogger(name=None): return Logger(name)
def basicConfig(**kwargs): return None
def disable(level=50): return None
def debug(*args, **kwargs): return None
info = warning = warn = error = critical = exception = log = debug
