# gymnasium (and gym): the environments that programs are taught with, by name; the numbers in an observation come from
# outside. Source: the spaces in the documentation of each environment.
from dimwright import tensor as _make, as_array, dtype as _dtype, unknown, some_number, some_bool, fresh, kind, is_tensor, is_array

float32 = _dtype('float32')

_BOXES = {'CartPole': (4, 2), 'MountainCar': (2, 3), 'Acrobot': (6, 3), 'LunarLander': (8, 4), 'Pendulum': (3, None), 'MountainCarContinuous': (2, None)}


class _Box:
    def __init__(self, low=None, high=None, shape=None, dtype=float32, seed=None):
        # without a shape, that of its bounds
        self.shape = tuple(shape) if isinstance(shape, (tuple, list)) else shape if shape is not None else low.shape if is_tensor(low) or is_array(low) else unknown('the shape of a space')
        self.dtype = dtype if kind(dtype) == 'dtype' else unknown('an element type')
        self.high = as_array(_make(self.shape, self.dtype)) if isinstance(self.shape, tuple) else unknown('the bounds of a space')
        self.low = self.high

    def sample(self): return as_array(_make(self.shape, self.dtype)) if isinstance(self.shape, tuple) else unknown('an observation')
    def seed(self, seed=None): return None
    def contains(self, x): return some_bool('a space contains a value')


class _Discrete:
    shape = ()

    def __init__(self, n, seed=None, start=0):
        self.n = n

    def sample(self): return fresh('action', 0, self.n - 1)
    def seed(self, seed=None): return None


class Env:
    def __init__(self, width=None, actions=None):
        self.observation_space = unknown('the observations of an environment') if width is None else _Box(shape=(width,))
        self.action_space = unknown('the actions of an environment') if width is None else _Discrete(actions) if actions is not None else _Box(shape=(1,))

    def _seen(self): return self.observation_space.sample() if kind(self.observation_space) == 'instance' else unknown('an observation')
    def reset(self, **kwargs): return (self._seen(), {})
    def step(self, action): return (self._seen(), some_number(), some_bool('an episode ends'), some_bool('an episode is cut off'), {})
    def render(self, *args, **kwargs): return None
    def close(self): return None
    def seed(self, seed=None): return None


def make(name, *args, **kwargs):
    if not isinstance(name, str):
        return Env()
    known = _BOXES.get(name.split('-')[0])
    return Env() if known is None else Env(known[0], known[1])


class Wrapper(Env):
    def __init__(self, env):
        self.env = env
        self.observation_space = env.observation_space
        self.action_space = env.action_space


class _Other:
    def __init__(self, *args, **kwargs):
        pass

    def sample(self): return unknown('an observation')
    def seed(self, seed=None): return None


class spaces:
    Box = _Box
    Discrete = _Discrete
    Dict = Tuple = MultiBinary = MultiDiscrete = Text = Graph = Sequence = _Other
