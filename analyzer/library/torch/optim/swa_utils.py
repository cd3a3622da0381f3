# torch.optim.swa_utils: an average of a module's weights does what the module does.
from dimwright import unknown
from torch.nn import Module
from torch.optim.lr_scheduler import LRScheduler


class AveragedModel(Module):
    def __init__(self, model, device=None, avg_fn=None, multi_avg_fn=None, use_buffers=False):
        super().__init__()
        self.module = model

    def forward(self, *args, **kwargs): return self.module(*args, **kwargs)
    def update_parameters(self, model): return None


class SWALR(LRScheduler): pass
def update_bn(loader, model, device=None): return None
def get_ema_multi_avg_fn(decay=0.999): return unknown('how weights are averaged')
get_ema_avg_fn = get_swa_avg_fn = get_swa_multi_avg_fn = get_ema_multi_avg_fn
