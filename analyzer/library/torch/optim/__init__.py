# torch.optim: optimizers and schedulers change values only.
from dimwright import some_number, unknown, is_tensor, must, warn, graph_of, kind, by_hand
from torch._course import Course, went


class Optimizer:
    def __init__(self, params=None, defaults=None, *args, **kwargs):
        if isinstance(params, (list, tuple)):
            params = list(params)
            for p in params:
                self._takes(p)
        Course.made = 'one' if Course.made == 'none' else 'more'
        self._used = False
        self.param_groups = [{'lr': some_number(), 'params': params}]

    def _takes(self, p):
        # what is learnt was made to be, not computed
        if isinstance(p, dict):
            p = p.get('params')
        for x in p if isinstance(p, (list, tuple)) else [p]:
            if is_tensor(x):
                must('Optimizer/leaf', graph_of(x) != 'inner', x=x)

    @property
    def state(self): return unknown('the state of an optimizer')

    def step(self, closure=None):
        if closure is not None:
            return closure()
        warn('Module/resting', Course.resting is not True)
        if not by_hand():
            warn('Optimizer/emptied', not (Course.last == 'clear' and Course.before == 'walk' and Course.by is self))
            warn('Optimizer/accumulates', not (Course.last == 'walk' and self._used is True))
        # a step before anything was computed uses nothing
        if Course.last == 'walk':
            self._used = True
        went('step')

    def zero_grad(self, *args, **kwargs):
        self._used = False
        went('clear', self)

    def state_dict(self): return unknown('a state_dict')
    def load_state_dict(self, *args): return None
    def add_param_group(self, *args): return None
    def train(self): return None
    def eval(self): return None


class _OfRate(Optimizer):
    def __init__(self, params=None, lr: float = None, *args, **kwargs): super().__init__(params)


class LBFGS(_OfRate):
    # it asks for the loss several times a step
    def step(self, closure): return closure()


SGD = Adam = AdamW = Adagrad = Adadelta = RMSprop = Adamax = NAdam = RAdam = ASGD = Rprop = SparseAdam = _OfRate


class _Scheduler:
    def __init__(self, optimizer, *args, **kwargs):
        must('Scheduler/optimizer', kind(optimizer) not in ('int', 'float', 'string', 'list', 'tuple'), kind=kind(optimizer))
        self.last_epoch = 0

    def step(self, *args, **kwargs): return None
    def get_last_lr(self): return [some_number()]
    get_lr = get_last_lr
    def state_dict(self): return unknown('a state_dict')
    def load_state_dict(self, *args): return None


