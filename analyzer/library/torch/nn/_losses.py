# torch.nn: losses.
from dimwright import (arith, op, tensor, unknown_tensor, dims, rank, parameter, is_parameter, is_tensor, kind, fresh, must, unknown,
    set_field, get_field, fields, no_attribute, with_shape, dtype, dtype_of, known, some_bool)
from torch._support import _same, float32
import torch.nn.functional as F
from torch.nn._module import Module, _tuple, _weights


class _Loss(Module):
    def __init__(self, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0, pos_weight=None, log_target=False, beta=1.0, delta=1.0, margin=0.0):
        self.reduction = reduction
        self.weight = weight
        self.ignore_index = ignore_index
        self.pos_weight = pos_weight


class CrossEntropyLoss(_Loss):
    def forward(self, input, target): return F.cross_entropy(input, target, weight=self.weight, ignore_index=self.ignore_index, reduction=self.reduction)


class NLLLoss(_Loss):
    def forward(self, input, target): return F.nll_loss(input, target, weight=self.weight, ignore_index=self.ignore_index, reduction=self.reduction)


class MSELoss(_Loss):
    def __init__(self, size_average=None, reduce=None, reduction='mean'):
        self.reduction = reduction

    def forward(self, input, target): return F.mse_loss(input, target, reduction=self.reduction)


class L1Loss(MSELoss):
    def forward(self, input, target): return F.l1_loss(input, target, reduction=self.reduction)


class SmoothL1Loss(_Loss):
    def forward(self, input, target): return F.smooth_l1_loss(input, target, reduction=self.reduction)


class HuberLoss(_Loss):
    def forward(self, input, target): return F.huber_loss(input, target, reduction=self.reduction)


class BCELoss(_Loss):
    def forward(self, input, target): return F.binary_cross_entropy(input, target, reduction=self.reduction)


class BCEWithLogitsLoss(_Loss):
    def forward(self, input, target): return F.binary_cross_entropy_with_logits(input, target, reduction=self.reduction)


class KLDivLoss(_Loss):
    def forward(self, input, target): return F.kl_div(input, target, reduction=self.reduction)


class TripletMarginLoss(Module):
    def __init__(self, *args, **kwargs):
        pass

    def forward(self, a, b, c): return F.triplet_margin_loss(a, b, c)


class CosineEmbeddingLoss(_Loss):
    def forward(self, a, b, target): return F.cosine_embedding_loss(a, b, target)


class _OtherLoss(Module):
    def __init__(self, *args, **kwargs):
        pass

    def forward(self, input, *args): return tensor((), float32)


class MarginRankingLoss(_OtherLoss): pass
class HingeEmbeddingLoss(_OtherLoss): pass
class SoftMarginLoss(_OtherLoss): pass
class MultiMarginLoss(_OtherLoss): pass
class MultiLabelMarginLoss(_OtherLoss): pass
class MultiLabelSoftMarginLoss(_OtherLoss): pass
class PoissonNLLLoss(_OtherLoss): pass
class GaussianNLLLoss(_OtherLoss): pass
class CTCLoss(_OtherLoss): pass
