# torch.nn: normalisations.
from dimwright import (arith, op, tensor, unknown_tensor, dims, rank, parameter, is_parameter, is_tensor, kind, fresh, must, expect_rank, usual_rank, unknown,
    set_field, get_field, fields, no_attribute, with_shape, dtype, dtype_of, known, some_bool)
from torch._support import _same, float32, int64
import torch.nn.functional as F
from torch.nn._module import Module, _converted, _tuple, _weights


class _BatchNorm(Module):
    ranks = (4,)
    rule = 'BatchNormalization'

    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None):
        self.num_features = num_features
        self.weight = _weights((num_features,))
        self.bias = _weights((num_features,))
        for name in ('running_mean', 'running_var'):
            self.register_buffer(name, tensor((num_features,), float32) if track_running_stats else None)
        self.register_buffer('num_batches_tracked', tensor((), int64) if track_running_stats else None)
        _converted(self, device, dtype)

    def forward(self, input):
        r = rank(input)
        if len(self.ranks) == 1:
            expect_rank(input, self.ranks[0])
        if r is not None and r not in self.ranks:
            must(self.rule + '/rank', False, rank=r, ranks=' or '.join([str(k) for k in self.ranks]), x=input)
            return unknown_tensor('a mistake before')
        d = dims(input)
        if d is not None and self.training:
            n = d[0]
            for k in d[2:]:
                n = n * k
            if not must('BatchNormalization/values', n > 1, shape=d, x=input):
                return unknown_tensor('a mistake before')
        return F._channels(self.rule, input, self.weight)


class BatchNorm1d(_BatchNorm):
    ranks = (2, 3)


class BatchNorm2d(_BatchNorm):
    ranks = (4,)


class BatchNorm3d(_BatchNorm):
    ranks = (5,)


class SyncBatchNorm(_BatchNorm):
    ranks = (2, 3, 4, 5)


class _InstanceNorm(Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=False, track_running_stats=False):
        self.num_features = num_features
        self.affine = affine
        self.weight = _weights((num_features,))

    def forward(self, input):
        usual_rank(input, self.rank)
        r = rank(input)
        if r is not None and r != self.rank and r != self.rank - 1:
            must('InstanceNormalization/rank', False, rank=r, ranks=str(self.rank - 1) + ' or ' + str(self.rank), x=input)
            return unknown_tensor('a mistake before')
        return F._channels('InstanceNormalization', input, self.weight) if self.affine and rank(input) is not None and rank(input) > 2 else _same(input)


class InstanceNorm1d(_InstanceNorm):
    rank = 3


class InstanceNorm2d(_InstanceNorm):
    rank = 4


class InstanceNorm3d(_InstanceNorm):
    rank = 5


class GroupNorm(Module):
    def __init__(self, num_groups, num_channels, eps=1e-5, affine=True, device=None, dtype=None, bias=True):
        self.num_groups = num_groups
        self.weight = _weights((num_channels,))
        self.bias = _weights((num_channels,))
        if kind(num_channels) == 'int' and kind(num_groups) == 'int':
            if not must('GroupNormalization/groups', num_channels % num_groups == 0, c=num_channels, groups=num_groups):
                self.num_groups = 1
        _converted(self, device, dtype)

    def forward(self, input): return F.group_norm(input, self.num_groups, self.weight, self.bias)


class LayerNorm(Module):
    def __init__(self, normalized_shape, eps=1e-5, elementwise_affine=True, bias=True, device=None, dtype=None):
        self.normalized_shape = _tuple(normalized_shape, 1)
        self.weight = _weights(self.normalized_shape)
        self.bias = _weights(self.normalized_shape) if bias else None
        _converted(self, device, dtype)

    def forward(self, input): return F.layer_norm(input, self.normalized_shape, self.weight, self.bias)


class RMSNorm(LayerNorm):
    pass


class LocalResponseNorm(Module):
    def __init__(self, *args, **kwargs):
        pass

    def forward(self, input): return _same(input)
