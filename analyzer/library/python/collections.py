# collections
from dimwright import unknown


def OrderedDict(*args, **kwargs): return dict(*args, **kwargs)
def defaultdict(factory=None, *args): return unknown('a defaultdict')
def Counter(*args): return unknown('a Counter')
def deque(values=(), maxlen=None): return list(values)
def namedtuple(name, fields, **kwargs): return unknown('a namedtuple')
