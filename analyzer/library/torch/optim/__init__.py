# torch.optim: optimizers and schedulers change values only.
from dimwright import some_number, unknown, is_tensor, must, warn, graph_of, kind, by_hand, known
from torch._course import Course, went


class Optimizer:
    def __init__(self, params=None, defaults=None, *args, **kwargs):
        if isinstance(params, (list, tuple)):
            params = list(params)
            if known(len(params)):
                must('Optimizer/parameters', len(params) > 0)
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


class SGD(_OfRate):
    def __init__(self, params, lr: float = 1e-3, momentum: float = 0, dampening=0, weight_decay=0, nesterov=False, *, maximize=False, foreach=None, differentiable=False, fused=None): super().__init__(params)


class Adam(_OfRate):
    def __init__(self, params, lr: float = 1e-3, betas=(0.9, 0.999), eps: float = 1e-8, weight_decay=0, amsgrad=False, *, foreach=None, maximize=False, capturable=False, differentiable=False, fused=None,
                 decoupled_weight_decay=False):
        super().__init__(params)


class AdamW(Adam):
    pass


class RMSprop(_OfRate):
    def __init__(self, params, lr: float = 1e-2, alpha=0.99, eps: float = 1e-8, weight_decay=0, momentum=0, centered=False, capturable=False, foreach=None, maximize=False, differentiable=False): super().__init__(params)


class Adagrad(_OfRate):
    def __init__(self, params, lr: float = 1e-2, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps: float = 1e-10, foreach=None, *, maximize=False, differentiable=False, fused=None): super().__init__(params)


Adadelta = Adamax = NAdam = RAdam = ASGD = Rprop = SparseAdam = _OfRate


class _Scheduler:
    def __init__(self, optimizer, *args, **kwargs):
        must('Scheduler/optimizer', kind(optimizer) not in ('int', 'float', 'string', 'list', 'tuple'), kind=kind(optimizer))
        self.last_epoch = 0

    def step(self, *args, **kwargs): return None
    def print_lr(self, *args, **kwargs): return None
    def get_last_lr(self): return [some_number()]
    get_lr = get_last_lr
    def state_dict(self): return unknown('a state_dict')
    def load_state_dict(self, *args): return None


class ReduceLROnPlateau(_Scheduler):
    def step(self, metrics, epoch=None): return None


class StepLR(_Scheduler):
    def __init__(self, optimizer, step_size, gamma=0.1, *args, **kwargs): super().__init__(optimizer)


class MultiStepLR(_Scheduler):
    def __init__(self, optimizer, milestones, gamma=0.1, *args, **kwargs): super().__init__(optimizer)


class ExponentialLR(_Scheduler):
    def __init__(self, optimizer, gamma, *args, **kwargs): super().__init__(optimizer)


class CosineAnnealingLR(_Scheduler):
    def __init__(self, optimizer, T_max, eta_min=0, *args, **kwargs): super().__init__(optimizer)


class LambdaLR(_Scheduler):
    def __init__(self, optimizer, lr_lambda, *args, **kwargs): super().__init__(optimizer)
