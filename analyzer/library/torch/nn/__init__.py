# torch.nn: modules. A module registers what is assigned to it; a layer keeps its weights as tensors of the shapes
# that PyTorch gives them and says what it does through torch.nn.functional.
from dimwright import (op, tensor, unknown_tensor, dims, rank, parameter, is_parameter, is_tensor, kind, fresh, must, unknown,
    set_field, get_field, fields, no_attribute, with_shape, dtype, dtype_of, known, some_bool)
from torch._tensor import _same, float32
import torch.nn.functional as F
import torch.nn.functional as functional
import torch.nn.init as init
import torch.nn.utils as utils


def Parameter(data=None, requires_grad=True): return parameter(data) if is_tensor(data) else unknown_tensor('a parameter')


def _is_module(v): return kind(v) == 'instance' and isinstance(v, Module)


class Module:
    def __init__(self, *args, **kwargs):
        pass

    training = True

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)

    def forward(self, *args):
        return unknown('a forward that is not defined')

    def _values(self):
        return [v for k, v in fields(self).items()]

    def children(self):
        return [v for v in self._values() if _is_module(v)]

    def named_children(self):
        return [(k, v) for k, v in fields(self).items() if _is_module(v)]

    def modules(self):
        found = [self]
        for child in self.children():
            found.extend(child.modules())
        return found

    def named_modules(self, *args, **kwargs):
        found = [('', self)]
        for name, child in self.named_children():
            found.extend(child.named_modules())
        return found

    def parameters(self, recurse=True):
        found = [v for v in self._values() if is_parameter(v)]
        if recurse:
            for child in self.children():
                found.extend(child.parameters())
        return found

    def named_parameters(self, *args, **kwargs):
        found = [(k, v) for k, v in fields(self).items() if is_parameter(v)]
        for name, child in self.named_children():
            found.extend(child.named_parameters())
        return found

    def buffers(self): return []
    def named_buffers(self): return []

    def register_buffer(self, name, value, persistent=True): setattr(self, name, value)
    def register_parameter(self, name, value): setattr(self, name, value)
    def add_module(self, name, module): setattr(self, name, module)
    register_module = add_module

    def apply(self, f):
        for module in self.modules():
            f(module)
        return self

    def train(self, mode=True):
        for module in self.modules():
            set_field(module, 'training', mode)
        return self

    def eval(self): return self.train(False)

    def to(self, *args, **kwargs): return self
    def cuda(self, *args): return self
    def cpu(self): return self
    def float(self): return self
    def half(self): return self
    def double(self): return self
    def bfloat16(self): return self
    def share_memory(self): return self
    def requires_grad_(self, *args): return self
    def zero_grad(self, *args, **kwargs): return None
    def compile(self, *args, **kwargs): return None
    def state_dict(self, *args, **kwargs): return unknown('a state_dict')
    def load_state_dict(self, *args, **kwargs): return None
    def register_forward_hook(self, *args, **kwargs): return None
    register_full_backward_hook = register_forward_pre_hook = register_backward_hook = register_forward_hook
    def get_submodule(self, name): return getattr(self, name)
    def extra_repr(self): return ''

    @property
    def device(self): return unknown('a device')


class Identity(Module):
    def forward(self, x): return x


class Sequential(Module):
    # the list is kept beside the names: it is exact where a layer is not known to be a module
    def __init__(self, *layers):
        if len(layers) == 1 and isinstance(layers[0], dict):
            set_field(self, '_list', list(layers[0].values()))
            for name, layer in layers[0].items():
                setattr(self, name, layer)
        else:
            set_field(self, '_list', list(layers))
            for i, layer in enumerate(layers):
                setattr(self, str(i), layer)

    def forward(self, x):
        for layer in self._list:
            x = layer(x)
        return x

    def children(self): return [layer for layer in self._list if _is_module(layer)]
    def add_module(self, name, layer):
        self._list.append(layer)
        setattr(self, name, layer)

    def __iter__(self): return self._list
    def __len__(self): return len(self._list)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return Sequential(*self._list[i])
        return self._list[i]

    def __setitem__(self, i, layer):
        self._list[i] = layer
        setattr(self, str(i), layer)

    def append(self, layer):
        setattr(self, str(len(self._list)), layer)
        self._list.append(layer)
        return self

    def extend(self, layers):
        for layer in layers:
            self.append(layer)
        return self


class ModuleList(Module):
    def __init__(self, layers=None):
        set_field(self, '_list', [] if layers is None else list(layers))

    def children(self): return [layer for layer in self._list if _is_module(layer)]
    def named_children(self): return [(str(i), v) for i, v in enumerate(self._list) if _is_module(v)]
    def __iter__(self): return self._list
    def __len__(self): return len(self._list)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return ModuleList(self._list[i])
        return self._list[i]

    def __setitem__(self, i, layer): self._list[i] = layer

    def append(self, layer):
        self._list.append(layer)
        return self

    def insert(self, i, layer): self._list.insert(i, layer)

    def extend(self, layers):
        self._list.extend(layers)
        return self


class ParameterList(Module):
    def __init__(self, values=None):
        set_field(self, '_list', [] if values is None else list(values))

    def parameters(self, recurse=True): return self._list
    def __iter__(self): return self._list
    def __len__(self): return len(self._list)
    def __getitem__(self, i): return self._list[i]
    def append(self, value): self._list.append(value)


class ModuleDict(Module):
    def __init__(self, layers=None):
        set_field(self, '_dict', {} if layers is None else dict(layers))

    def children(self): return [layer for layer in self._dict.values() if _is_module(layer)]
    def named_children(self): return [(k, v) for k, v in self._dict.items() if _is_module(v)]
    def __getitem__(self, key): return self._dict[key]
    def __setitem__(self, key, layer): self._dict[key] = layer
    def __contains__(self, key): return key in self._dict
    def __iter__(self): return list(self._dict.keys())
    def __len__(self): return len(self._dict)
    def keys(self): return self._dict.keys()
    def values(self): return self._dict.values()
    def items(self): return self._dict.items()
    def update(self, layers): self._dict.update(layers)
    def __getattr__(self, name): return self._dict[name] if name in self._dict else no_attribute()


ParameterDict = ModuleDict


def _tuple(n, count): return tuple(n) if isinstance(n, (tuple, list)) else (n,) * count
def _weights(shape): return parameter(tensor(shape, float32))


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        self.in_features = in_features
        self.out_features = out_features
        self.weight = _weights((out_features, in_features))
        self.bias = _weights((out_features,)) if bias else None

    def forward(self, x): return F.linear(x, self.weight, self.bias)


class LazyLinear(Module):
    def __init__(self, out_features, bias=True):
        self.out_features = out_features

    def forward(self, x):
        d = dims(x)
        return unknown_tensor('a linear map') if d is None else tensor(d[:-1] + (self.out_features,), dtype_of(x))


class Bilinear(Module):
    def __init__(self, in1_features, in2_features, out_features, bias=True):
        self.weight = _weights((out_features, in1_features, in2_features))

    def forward(self, a, b): return F.bilinear(a, b, self.weight)


class _Conv(Module):
    axes = 2

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None):
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = _tuple(kernel_size, self.axes)
        self.stride = _tuple(stride, self.axes)
        self.padding = padding if isinstance(padding, str) else _tuple(padding, self.axes)
        self.dilation = _tuple(dilation, self.axes)
        self.groups = groups
        if kind(in_channels) == 'int' and kind(groups) == 'int':
            must('Conv/groups', in_channels % groups == 0, o=in_channels, group=groups)
        if kind(out_channels) == 'int' and kind(groups) == 'int':
            must('Conv/groups', out_channels % groups == 0, o=out_channels, group=groups)
            fits = out_channels % groups == 0
        else:
            fits = True
        self.weight = _weights((out_channels, in_channels // groups) + self.kernel_size) if fits else unknown_tensor('filters that do not split into groups', float32)
        self.bias = _weights((out_channels,)) if bias else None


class Conv1d(_Conv):
    axes = 1
    def forward(self, x): return F.conv1d(x, self.weight, self.bias, self.stride, self.padding, self.dilation, self.groups)


class Conv2d(_Conv):
    axes = 2
    def forward(self, x): return F.conv2d(x, self.weight, self.bias, self.stride, self.padding, self.dilation, self.groups)


class Conv3d(_Conv):
    axes = 3
    def forward(self, x): return F.conv3d(x, self.weight, self.bias, self.stride, self.padding, self.dilation, self.groups)


class _ConvTranspose(Module):
    axes = 2

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None):
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = _tuple(kernel_size, self.axes)
        self.stride = _tuple(stride, self.axes)
        self.padding = _tuple(padding, self.axes)
        self.output_padding = _tuple(output_padding, self.axes)
        self.dilation = _tuple(dilation, self.axes)
        self.groups = groups
        self.weight = _weights((in_channels, out_channels // groups) + self.kernel_size)
        self.bias = _weights((out_channels,)) if bias else None

    def forward(self, x, output_size=None):
        return F._conv_transpose(self.axes, x, self.weight, self.bias, self.stride, self.padding, self.output_padding, self.groups, self.dilation)


class ConvTranspose1d(_ConvTranspose):
    axes = 1


class ConvTranspose2d(_ConvTranspose):
    axes = 2


class ConvTranspose3d(_ConvTranspose):
    axes = 3


class _MaxPool(Module):
    axes = 2

    def __init__(self, kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False):
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.dilation = dilation
        self.ceil_mode = ceil_mode
        self.return_indices = return_indices

    def forward(self, x): return F._max_pool(self.axes, x, self.kernel_size, self.stride, self.padding, self.dilation, self.ceil_mode, self.return_indices)


class MaxPool1d(_MaxPool):
    axes = 1


class MaxPool2d(_MaxPool):
    axes = 2


class MaxPool3d(_MaxPool):
    axes = 3


class _AvgPool(Module):
    axes = 2

    def __init__(self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None):
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.ceil_mode = ceil_mode

    def forward(self, x): return F._avg_pool(self.axes, x, self.kernel_size, self.stride, self.padding, self.ceil_mode)


class AvgPool1d(_AvgPool):
    axes = 1


class AvgPool2d(_AvgPool):
    axes = 2


class AvgPool3d(_AvgPool):
    axes = 3


class _Adaptive(Module):
    axes = 2

    def __init__(self, output_size, return_indices=False):
        self.output_size = output_size

    def forward(self, x): return F._adaptive(self.axes, x, self.output_size)


class AdaptiveAvgPool1d(_Adaptive):
    axes = 1


class AdaptiveAvgPool2d(_Adaptive):
    axes = 2


class AdaptiveAvgPool3d(_Adaptive):
    axes = 3


AdaptiveMaxPool1d = AdaptiveAvgPool1d
AdaptiveMaxPool2d = AdaptiveAvgPool2d
AdaptiveMaxPool3d = AdaptiveAvgPool3d


class _BatchNorm(Module):
    ranks = (4,)
    rule = 'BatchNormalization'

    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None):
        self.num_features = num_features
        self.weight = _weights((num_features,))
        self.bias = _weights((num_features,))
        self.running_mean = tensor((num_features,), float32)
        self.running_var = tensor((num_features,), float32)

    def forward(self, x):
        r = rank(x)
        if r is not None and r not in self.ranks:
            must(self.rule + '/rank', False, rank=r, ranks=' or '.join([str(k) for k in self.ranks]), x=x)
            return unknown_tensor('a mistake before')
        return F._channels(self.rule, x, self.weight)


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

    def forward(self, x): return F._channels('InstanceNormalization', x, self.weight) if self.affine and rank(x) is not None and rank(x) > 2 else _same(x)


class InstanceNorm1d(_InstanceNorm):
    pass


class InstanceNorm2d(_InstanceNorm):
    pass


class InstanceNorm3d(_InstanceNorm):
    pass


class GroupNorm(Module):
    def __init__(self, num_groups, num_channels, eps=1e-5, affine=True, device=None, dtype=None):
        self.num_groups = num_groups
        self.weight = _weights((num_channels,))
        self.bias = _weights((num_channels,))
        if kind(num_channels) == 'int' and kind(num_groups) == 'int':
            must('GroupNormalization/groups', num_channels % num_groups == 0, c=num_channels, groups=num_groups)

    def forward(self, x): return F.group_norm(x, self.num_groups, self.weight, self.bias)


class LayerNorm(Module):
    def __init__(self, normalized_shape, eps=1e-5, elementwise_affine=True, bias=True, device=None, dtype=None):
        self.normalized_shape = _tuple(normalized_shape, 1)
        self.weight = _weights(self.normalized_shape)
        self.bias = _weights(self.normalized_shape) if bias else None

    def forward(self, x): return F.layer_norm(x, self.normalized_shape, self.weight, self.bias)


class RMSNorm(LayerNorm):
    pass


class LocalResponseNorm(Module):
    def __init__(self, *args, **kwargs):
        pass

    def forward(self, x): return _same(x)


class Embedding(Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False, device=None, dtype=None):
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.weight = _weights((num_embeddings, embedding_dim))

    def from_pretrained(weight, *args, **kwargs):
        d = dims(weight) if is_tensor(weight) else None
        return unknown('an embedding') if d is None else Embedding(d[0], d[1])

    from_pretrained = staticmethod(from_pretrained)

    def forward(self, x): return F.embedding(x, self.weight)


class EmbeddingBag(Embedding):
    def forward(self, x, offsets=None, *args):
        d = dims(x) if offsets is None else dims(offsets)
        return unknown_tensor('an embedding bag') if d is None else tensor((d[0], self.embedding_dim), float32)


class _Elementwise(Module):
    # activations and dropout: they take options and keep the shape
    def __init__(self, *args, **kwargs):
        pass

    def forward(self, x): return _same(x)


class ReLU(_Elementwise): pass
class ReLU6(_Elementwise): pass
class LeakyReLU(_Elementwise): pass
class PReLU(_Elementwise): pass
class RReLU(_Elementwise): pass
class ELU(_Elementwise): pass
class SELU(_Elementwise): pass
class CELU(_Elementwise): pass
class GELU(_Elementwise): pass
class SiLU(_Elementwise): pass
class Mish(_Elementwise): pass
class Sigmoid(_Elementwise): pass
class LogSigmoid(_Elementwise): pass
class Tanh(_Elementwise): pass
class Softplus(_Elementwise): pass
class Softsign(_Elementwise): pass
class Hardtanh(_Elementwise): pass
class Hardsigmoid(_Elementwise): pass
class Hardswish(_Elementwise): pass
class Threshold(_Elementwise): pass
class Dropout(_Elementwise): pass
class Dropout1d(_Elementwise): pass
class Dropout2d(_Elementwise): pass
class Dropout3d(_Elementwise): pass
class AlphaDropout(_Elementwise): pass


class Softmax(Module):
    def __init__(self, dim=None):
        self.dim = dim

    def forward(self, x): return F.softmax(x, self.dim)


class Softmin(Softmax):
    pass


class Softmax2d(Module):
    def forward(self, x): return F.softmax(x, -3)


class LogSoftmax(Module):
    def __init__(self, dim=None):
        self.dim = dim

    def forward(self, x): return F.log_softmax(x, self.dim)


class GLU(Module):
    def __init__(self, dim=-1):
        self.dim = dim

    def forward(self, x): return F.glu(x, self.dim)


class Flatten(Module):
    def __init__(self, start_dim=1, end_dim=-1):
        self.start_dim = start_dim
        self.end_dim = end_dim

    def forward(self, x): return x.flatten(self.start_dim, self.end_dim)


class Unflatten(Module):
    def __init__(self, dim, unflattened_size):
        self.dim = dim
        self.unflattened_size = tuple(unflattened_size)

    def forward(self, x): return x.unflatten(self.dim, self.unflattened_size)


class Upsample(Module):
    def __init__(self, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None):
        self.size = size
        self.scale_factor = scale_factor

    def forward(self, x): return F.interpolate(x, self.size, self.scale_factor)


class UpsamplingNearest2d(Upsample):
    pass


class UpsamplingBilinear2d(Upsample):
    pass


class PixelShuffle(Module):
    def __init__(self, upscale_factor):
        self.upscale_factor = upscale_factor

    def forward(self, x): return F.pixel_shuffle(x, self.upscale_factor)


class PixelUnshuffle(Module):
    def __init__(self, downscale_factor):
        self.downscale_factor = downscale_factor

    def forward(self, x): return F.pixel_unshuffle(x, self.downscale_factor)


class _Pad2d(Module):
    def __init__(self, padding, value=0):
        self.padding = _tuple(padding, 4)

    def forward(self, x): return F.pad(x, self.padding)


class ZeroPad2d(_Pad2d): pass
class ReflectionPad2d(_Pad2d): pass
class ReplicationPad2d(_Pad2d): pass
class ConstantPad2d(_Pad2d): pass


class _Pad1d(Module):
    def __init__(self, padding, value=0):
        self.padding = _tuple(padding, 2)

    def forward(self, x): return F.pad(x, self.padding)


class ZeroPad1d(_Pad1d): pass
class ReflectionPad1d(_Pad1d): pass
class ReplicationPad1d(_Pad1d): pass
class ConstantPad1d(_Pad1d): pass


class CosineSimilarity(Module):
    def __init__(self, dim=1, eps=1e-8):
        self.dim = dim

    def forward(self, a, b): return F.cosine_similarity(a, b, self.dim)


class PairwiseDistance(Module):
    def __init__(self, p=2.0, eps=1e-6, keepdim=False):
        self.keepdim = keepdim

    def forward(self, a, b): return F.pairwise_distance(a, b, keepdim=self.keepdim)


class Unfold(Module):
    def __init__(self, kernel_size, dilation=1, padding=0, stride=1):
        self.options = (kernel_size, dilation, padding, stride)

    def forward(self, x): return F.unfold(x, *self.options)


# losses

class _Loss(Module):
    def __init__(self, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0, pos_weight=None, log_target=False, beta=1.0, delta=1.0, margin=0.0):
        self.reduction = reduction


class CrossEntropyLoss(_Loss):
    def forward(self, input, target): return F.cross_entropy(input, target, reduction=self.reduction)


class NLLLoss(_Loss):
    def forward(self, input, target): return F.nll_loss(input, target, reduction=self.reduction)


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


# recurrent layers

class _RNN(Module):
    gates = 1

    def __init__(self, input_size, hidden_size, num_layers=1, nonlinearity='tanh', bias=True, batch_first=False, dropout=0.0, bidirectional=False, proj_size=0, device=None, dtype=None):
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.batch_first = batch_first
        self.bidirectional = bidirectional
        self.weight_ih_l0 = _weights((self.gates * hidden_size, input_size))
        self.weight_hh_l0 = _weights((self.gates * hidden_size, hidden_size))

    def flatten_parameters(self): return None

    def _run(self, x, hidden):
        d = dims(x)
        both = 2 if self.bidirectional else 1
        if d is None:
            return None
        if len(d) != 2 and len(d) != 3:
            must('RNN/rank', False, rank=len(d), x=x)
            return None
        if not must('RNN/input', d[-1] == self.input_size, given=d[-1], expected=self.input_size, x=x, weight=self.weight_ih_l0):
            return None
        batch = () if len(d) == 2 else (d[0] if self.batch_first else d[1],)
        h = (self.num_layers * both,) + batch + (self.hidden_size,)
        for state in hidden:
            e = dims(state) if is_tensor(state) else None
            if e is not None:
                if must('RNN/hidden', len(e) == len(h), given=e, expected=h, x=x, hidden=state):
                    for i in range(len(e)):
                        must('RNN/hidden', e[i] == h[i], given=e, expected=h, x=x, hidden=state)
        return (tensor(d[:-1] + (self.hidden_size * both,), dtype_of(x)), tensor(h, dtype_of(x)))

    def forward(self, x, hx=None):
        if not is_tensor(x):
            return unknown('a recurrent layer over packed sequences')
        r = self._run(x, [] if hx is None else [hx])
        return (unknown_tensor('a recurrent layer'), unknown_tensor('a hidden state')) if r is None else r


class RNN(_RNN):
    def __init__(self, input_size, hidden_size, num_layers=1, nonlinearity='tanh', bias=True, batch_first=False, dropout=0.0, bidirectional=False, device=None, dtype=None):
        super().__init__(input_size, hidden_size, num_layers, nonlinearity, bias, batch_first, dropout, bidirectional)


class GRU(_RNN):
    gates = 3

    def __init__(self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False, device=None, dtype=None):
        super().__init__(input_size, hidden_size, num_layers, 'tanh', bias, batch_first, dropout, bidirectional)


class LSTM(_RNN):
    gates = 4

    def __init__(self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False, proj_size=0, device=None, dtype=None):
        super().__init__(input_size, hidden_size, num_layers, 'tanh', bias, batch_first, dropout, bidirectional)

    def forward(self, x, hx=None):
        if not is_tensor(x):
            return unknown('a recurrent layer over packed sequences')
        r = self._run(x, list(hx) if isinstance(hx, (tuple, list)) else [])
        if r is None:
            return (unknown_tensor('a recurrent layer'), (unknown_tensor('a hidden state'), unknown_tensor('a cell state')))
        return (r[0], (r[1], _same(r[1])))


class _Cell(Module):
    gates = 1

    def __init__(self, input_size, hidden_size, bias=True, nonlinearity='tanh', device=None, dtype=None):
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.weight_ih = _weights((self.gates * hidden_size, input_size))

    def _run(self, x):
        d = dims(x)
        if d is None:
            return unknown_tensor('a recurrent cell')
        if not must('RNN/input', d[-1] == self.input_size, given=d[-1], expected=self.input_size, x=x, weight=self.weight_ih):
            return unknown_tensor('a mistake before')
        return tensor(d[:-1] + (self.hidden_size,), dtype_of(x))

    def forward(self, x, hx=None):
        h = self._run(x)
        if is_tensor(hx):
            arith('Add', h, hx)
        return h


class RNNCell(_Cell): pass


class GRUCell(_Cell):
    gates = 3


class LSTMCell(_Cell):
    gates = 4

    def forward(self, x, hx=None):
        h = self._run(x)
        return (h, _same(h))


# attention

class MultiheadAttention(Module):
    def __init__(self, embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None, batch_first=False, device=None, dtype=None):
        self.embed_dim = embed_dim
        self.num_heads = num_heads
        self.batch_first = batch_first
        self.in_proj_weight = _weights((3 * embed_dim, embed_dim))
        must('Attention/heads', embed_dim % num_heads == 0, width=embed_dim, heads=num_heads, weight=self.in_proj_weight)

    def forward(self, query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True, is_causal=False):
        d, k = dims(query), dims(key)
        if d is None or k is None:
            return (unknown_tensor('attention'), unknown_tensor('attention weights'))
        if not must('Attention/width', d[-1] == self.embed_dim, given=d[-1], expected=self.embed_dim, query=query, weight=self.in_proj_weight):
            return (unknown_tensor('a mistake before'), unknown_tensor('a mistake before'))
        if len(d) == 2:
            return (_same(query), tensor((d[0], k[0]), dtype_of(query)))
        i, j = (0, 1) if self.batch_first else (1, 0)
        return (_same(query), tensor((d[i], d[j], k[j]), dtype_of(query)))


class _WidthChecked(Module):
    def _checked(self, x):
        d = dims(x)
        if d is not None and not must('Attention/width', d[-1] == self.d_model, given=d[-1], expected=self.d_model, x=x, weight=self.weight):
            return unknown_tensor('a mistake before')
        return _same(x)


class TransformerEncoderLayer(_WidthChecked):
    def __init__(self, d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu', layer_norm_eps=1e-5, batch_first=False, norm_first=False, bias=True, device=None, dtype=None):
        self.d_model = d_model
        self.weight = _weights((3 * d_model, d_model))
        must('Attention/heads', d_model % nhead == 0, width=d_model, heads=nhead, weight=self.weight)

    def forward(self, src, src_mask=None, src_key_padding_mask=None, is_causal=False): return self._checked(src)


class TransformerDecoderLayer(TransformerEncoderLayer):
    def forward(self, tgt, memory, *args, **kwargs): return self._checked(tgt)


class TransformerEncoder(Module):
    def __init__(self, encoder_layer, num_layers, norm=None, *args, **kwargs):
        self.layer = encoder_layer

    def forward(self, src, mask=None, src_key_padding_mask=None, is_causal=None): return self.layer(src)


class TransformerDecoder(Module):
    def __init__(self, decoder_layer, num_layers, norm=None):
        self.layer = decoder_layer

    def forward(self, tgt, memory, *args, **kwargs): return self.layer(tgt, memory)


class Transformer(_WidthChecked):
    def __init__(self, d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6, dim_feedforward=2048, dropout=0.1, *args, **kwargs):
        self.d_model = d_model
        self.weight = _weights((3 * d_model, d_model))
        must('Attention/heads', d_model % nhead == 0, width=d_model, heads=nhead, weight=self.weight)

    def generate_square_subsequent_mask(size): return tensor((size, size), float32)
    generate_square_subsequent_mask = staticmethod(generate_square_subsequent_mask)

    def forward(self, src, tgt, *args, **kwargs):
        self._checked(src)
        return self._checked(tgt)


class DataParallel(Module):
    def __init__(self, module, *args, **kwargs):
        self.module = module

    def forward(self, *args, **kwargs): return self.module(*args, **kwargs)


class parallel:
    DistributedDataParallel = DataParallel
    DataParallel = DataParallel


from dimwright import arith
