# gymnasium (and gym): the environments that programs are taught with, by name; the numbers in an observation come from
# outside. Source: the spaces in the documentation of each environment.
from dimwright import tensor as _make, as_array, dtype as _dtype, unknown, some_number, some_bool, fresh, kind

float32 = _dtype('float32')

_BOXES = {'CartPole': (4, 2), 'MountainCar': (2, 3), 'Acrobot': (6, 3), 'LunarLander': (8, 4), 'Pendulum': (3, None), 'MountainCarContinuous': (2, None)}


class _Box:
    def __init__(self, shape):
        self.shape = shape
        self.high = as_array(_make(shape, float32))
        self.low = self.high

    def sample(self): return as_array(_make(self.shape, float32))
    def seed(self, seed=None): return None


class _Discrete:
    shape = ()

    def __init__(self, n):
        self.n = n

    def sample(self): return fresh('action', 0, self.n - 1)
    def seed(self, seed=None): return None


class Env:
    def __init__(self, width=None, actions=None):
        self.observation_space = unknown('the observations of an environment') if width is None else _Box((width,))
        self.action_space = unknown('the actions of an environment') if width is None else _Discrete(actions) if actions is not None else _Box((1,))

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


class spaces:
    Box = _Box
    Discrete = _Discrete
