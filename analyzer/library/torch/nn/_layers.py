# torch.nn: linear maps, convolutions, pooling, embeddings and changes of shape. A layer keeps its weights as tensors of
# the shapes that PyTorch gives them and says what it does through torch.nn.functional.
from dimwright import (arith, op, tensor, unknown_tensor, dims, rank, parameter, is_parameter, is_tensor, kind, fresh, must, unknown,
    set_field, get_field, fields, no_attribute, with_shape, dtype, dtype_of, known, some_bool)
from torch._support import _same, float32
import torch.nn.functional as F
import torch.nn._windows as _windows
from torch.nn._module import Module, _converted, _tuple, _weights


class Linear(Module):
    def __init__(self, in_features: int, out_features: int, bias=True, device=None, dtype=None):
        self.in_features = in_features
        self.out_features = out_features
        self.weight = _weights((out_features, in_features))
        self.bias = _weights((out_features,)) if bias else None
        _converted(self, device, dtype)

    def forward(self, input): return F.linear(input, self.weight, self.bias)


class LazyLinear(Module):
    # the first input says what the layer is made for
    def __init__(self, out_features, bias=True, device=None, dtype=None):
        self.out_features = out_features
        self.weight = None

    def forward(self, input):
        d = dims(input)
        if d is None:
            return unknown_tensor('a linear map')
        if self.weight is None:
            self.weight = _weights((self.out_features, d[-1]))
            self.in_features = d[-1]
        return F.linear(input, self.weight)


class Bilinear(Module):
    def __init__(self, in1_features, in2_features, out_features, bias=True, device=None, dtype=None):
        self.weight = _weights((out_features, in1_features, in2_features))

    def forward(self, input1, input2): return F.bilinear(input1, input2, self.weight)


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
        _converted(self, device, dtype)


class Conv1d(_Conv):
    axes = 1
    def forward(self, input): return F.conv1d(input, self.weight, self.bias, self.stride, self.padding, self.dilation, self.groups)


class Conv2d(_Conv):
    axes = 2
    def forward(self, input): return F.conv2d(input, self.weight, self.bias, self.stride, self.padding, self.dilation, self.groups)


class Conv3d(_Conv):
    axes = 3
    def forward(self, input): return F.conv3d(input, self.weight, self.bias, self.stride, self.padding, self.dilation, self.groups)


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
        _converted(self, device, dtype)

    def forward(self, input, output_size=None):
        return _windows._conv_transpose(self.axes, input, self.weight, self.bias, self.stride, self.padding, self.output_padding, self.groups, self.dilation)


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

    def forward(self, input): return _windows._max_pool(self.axes, input, self.kernel_size, self.stride, self.padding, self.dilation, self.ceil_mode, self.return_indices)


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

    def forward(self, input): return _windows._avg_pool(self.axes, input, self.kernel_size, self.stride, self.padding, self.ceil_mode)


class AvgPool1d(_AvgPool):
    axes = 1


class AvgPool2d(_AvgPool):
    axes = 2


class AvgPool3d(_AvgPool):
    axes = 3


class _Adaptive(Module):
    axes = 2

    def __init__(self, output_size):
        self.output_size = output_size

    def forward(self, input): return _windows._adaptive(self.axes, input, self.output_size)


class AdaptiveAvgPool1d(_Adaptive):
    axes = 1


class AdaptiveAvgPool2d(_Adaptive):
    axes = 2


class AdaptiveAvgPool3d(_Adaptive):
    axes = 3


class _AdaptiveMax(Module):
    axes = 2

    def __init__(self, output_size, return_indices=False):
        self.output_size = output_size
        self.return_indices = return_indices

    def forward(self, input): return _windows._adaptive_max(self.axes, input, self.output_size, self.return_indices)


class AdaptiveMaxPool1d(_AdaptiveMax):
    axes = 1


class AdaptiveMaxPool2d(_AdaptiveMax):
    axes = 2


class AdaptiveMaxPool3d(_AdaptiveMax):
    axes = 3


class Embedding(Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False, _weight=None, _freeze=False, device=None, dtype=None):
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.padding_idx = padding_idx
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        self.sparse = sparse
        self.weight = _weights((num_embeddings, embedding_dim))
        _converted(self, device, dtype)

    def from_pretrained(weight, *args, **kwargs):
        d = dims(weight) if is_tensor(weight) else None
        return unknown('an embedding') if d is None else Embedding(d[0], d[1])

    from_pretrained = staticmethod(from_pretrained)

    def forward(self, input): return F.embedding(input, self.weight)


class EmbeddingBag(Module):
    def __init__(self, num_embeddings, embedding_dim, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode='mean', sparse=False, _weight=None, include_last_offset=False, padding_idx=None, device=None, dtype=None):
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.include_last_offset = include_last_offset
        self.weight = _weights((num_embeddings, embedding_dim))
        _converted(self, device, dtype)

    def from_pretrained(embeddings, *args, **kwargs):
        d = dims(embeddings) if is_tensor(embeddings) else None
        return unknown('an embedding bag') if d is None else EmbeddingBag(d[0], d[1])

    from_pretrained = staticmethod(from_pretrained)
    def forward(self, input, offsets=None, per_sample_weights=None): return F.embedding_bag(input, self.weight, offsets, include_last_offset=self.include_last_offset, per_sample_weights=per_sample_weights)


class Flatten(Module):
    def __init__(self, start_dim=1, end_dim=-1):
        self.start_dim = start_dim
        self.end_dim = end_dim

    def forward(self, input): return input.flatten(self.start_dim, self.end_dim)


class Unflatten(Module):
    def __init__(self, dim, unflattened_size):
        self.dim = dim
        self.unflattened_size = tuple(unflattened_size)

    def forward(self, input): return input.unflatten(self.dim, self.unflattened_size)


class Upsample(Module):
    def __init__(self, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None):
        self.size = size
        self.scale_factor = scale_factor

    def forward(self, input): return F.interpolate(input, self.size, self.scale_factor)


class UpsamplingNearest2d(Upsample):
    pass


class UpsamplingBilinear2d(Upsample):
    pass


class PixelShuffle(Module):
    def __init__(self, upscale_factor):
        self.upscale_factor = upscale_factor

    def forward(self, input): return F.pixel_shuffle(input, self.upscale_factor)


class PixelUnshuffle(Module):
    def __init__(self, downscale_factor):
        self.downscale_factor = downscale_factor

    def forward(self, input): return F.pixel_unshuffle(input, self.downscale_factor)


class CosineSimilarity(Module):
    def __init__(self, dim=1, eps=1e-8):
        self.dim = dim

    def forward(self, x1, x2): return F.cosine_similarity(x1, x2, self.dim)


class PairwiseDistance(Module):
    def __init__(self, p=2.0, eps=1e-6, keepdim=False):
        self.keepdim = keepdim

    def forward(self, x1, x2): return F.pairwise_distance(x1, x2, keepdim=self.keepdim)


class Unfold(Module):
    def __init__(self, kernel_size, dilation=1, padding=0, stride=1):
        self.options = (kernel_size, dilation, padding, stride)

    def forward(self, input): return F.unfold(input, *self.options)


class Fold(Module):
    def __init__(self, output_size, kernel_size, dilation=1, padding=0, stride=1):
        self.options = (output_size, kernel_size, dilation, padding, stride)

    def forward(self, input): return F.fold(input, *self.options)


class ChannelShuffle(Module):
    def __init__(self, groups):
        self.groups = groups

    def forward(self, input): return F.channel_shuffle(input, self.groups)


class _MaxUnpool(Module):
    axes = 2

    def __init__(self, kernel_size, stride=None, padding=0):
        self.options = (kernel_size, stride, padding)

    def forward(self, input, indices, output_size=None): return _windows._max_unpool(self.axes, input, indices, *self.options, output_size)


class MaxUnpool1d(_MaxUnpool):
    axes = 1


class MaxUnpool2d(_MaxUnpool):
    axes = 2


class MaxUnpool3d(_MaxUnpool):
    axes = 3


class _LPPool(_AvgPool):
    def __init__(self, norm_type, kernel_size, stride=None, ceil_mode=False):
        super().__init__(kernel_size, stride, 0, ceil_mode)


class LPPool1d(_LPPool):
    axes = 1


class LPPool2d(_LPPool):
    axes = 2
