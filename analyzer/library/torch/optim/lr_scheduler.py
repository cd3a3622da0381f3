# torch.optim.lr_scheduler as a module of its own.
from torch.optim import _Scheduler, ReduceLROnPlateau, StepLR, MultiStepLR, ExponentialLR, CosineAnnealingLR, LambdaLR
OneCycleLR = CyclicLR = LinearLR = CosineAnnealingWarmRestarts = ConstantLR = PolynomialLR = SequentialLR = MultiplicativeLR = _Scheduler
LRScheduler = _LRScheduler = _Scheduler
