# Functions that slide windows over images: convolutions, pooling, resizing, padding, shuffling.
from dimwright import guess, op, tensor, unknown_tensor, dtype_of, dims, rank, kind, fresh, must, usual_rank, known, is_tensor, with_dtype
from torch._support import _same, _is_real, _surely_none, int64, float32
from torch.nn._shared import MISTAKE, _tuple, _fits


def _slides(d):
    # no batch and no channels are fine, no extent is not
    return _surely_none(d[:2]) or not _surely_none(d[2:])


def _conv(name, axes, input, weight, bias, attributes):
    if not _fits(name, input, weight):
        return unknown_tensor(MISTAKE)
    # an image without a batch axis gets one for the time of the call
    w = dims(weight)
    if w is not None and _surely_none(w[:1] if name == 'Conv' else w[:2]):
        must('Conv/weights', False, shape=w, x=input, weight=weight)
        return unknown_tensor(MISTAKE, dtype_of(input))
    d = dims(input)
    if d is not None and len(d) == axes + 2 and not must('Pool/empty', _slides(d), shape=d, x=input):
        return unknown_tensor(MISTAKE, dtype_of(input))
    if rank(input) == axes + 1:
        out = getattr(op, name)(input.unsqueeze(0), weight, bias, **attributes)
        return out.squeeze(0) if rank(out) is not None else out
    if rank(input) is None:
        usual_rank(input, axes + 2)
        if w is None or not known(len(w)):
            return unknown_tensor('a convolution', dtype_of(weight), input)
        d = tuple([guess('batch', 1), w[1] * attributes['group'] if name == 'Conv' else w[0]] + [guess('extent', 1) for _ in range(axes)])
        return getattr(op, name)(tensor(d, dtype_of(weight), weight), weight, bias, **attributes)
    return getattr(op, name)(input, weight, bias, **attributes)


def conv1d(input: Tensor, weight: Tensor, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv('Conv', 1, input, weight, bias, {'strides': _tuple(stride, 1), 'pads': padding if isinstance(padding, str) else _tuple(padding, 1), 'dilations': _tuple(dilation, 1), 'group': groups})


def conv2d(input: Tensor, weight: Tensor, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv('Conv', 2, input, weight, bias, {'strides': _tuple(stride, 2), 'pads': padding if isinstance(padding, str) else _tuple(padding, 2), 'dilations': _tuple(dilation, 2), 'group': groups})


def conv3d(input: Tensor, weight: Tensor, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv('Conv', 3, input, weight, bias, {'strides': _tuple(stride, 3), 'pads': padding if isinstance(padding, str) else _tuple(padding, 3), 'dilations': _tuple(dilation, 3), 'group': groups})


def _conv_transpose(axes, input, weight, bias, stride, padding, output_padding, groups, dilation):
    return _conv('ConvTranspose', axes, input, weight, bias, {'strides': _tuple(stride, axes), 'pads': _tuple(padding, axes), 'dilations': _tuple(dilation, axes), 'output_padding': _tuple(output_padding, axes), 'group': groups})


def conv_transpose1d(input: Tensor, weight: Tensor, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    return _conv_transpose(1, input, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose2d(input: Tensor, weight: Tensor, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    return _conv_transpose(2, input, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose3d(input: Tensor, weight: Tensor, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    return _conv_transpose(3, input, weight, bias, stride, padding, output_padding, groups, dilation)


def _has_elements(axes, x):
    # only the batch may be empty
    d = dims(x)
    return d is None or len(d) < axes + 1 or len([n for n in d[len(d) - axes - 1:] if not must('Pool/empty', n >= 1, shape=d, x=x)]) == 0


def _pool(name, axes, x, attributes):
    usual_rank(x, axes + 2)
    if not _has_elements(axes, x):
        return unknown_tensor(MISTAKE, dtype_of(x))
    if rank(x) == axes + 1:
        out = getattr(op, name)(x.unsqueeze(0), **attributes)
        return out.squeeze(0) if rank(out) is not None else out
    return getattr(op, name)(x, **attributes)


def _pads_fit(axes, x, kernel, padding):
    # more than half of a window in front would lie in the padding; dilation does not widen it here
    k, p = _tuple(kernel, axes), _tuple(padding, axes)
    fine = True
    for i in range(axes):
        # of a window that is one of several, each is met on a path of its own
        if kind(p[i]) == 'int' and kind(k[i]) == 'int':
            fine = must('Pool/padding', p[i] <= k[i] // 2, pad=p[i], most=k[i] // 2, x=x) and fine
    return fine


def _max_pool(axes, x, kernel_size, stride, padding, dilation, ceil_mode, return_indices):
    if not _pads_fit(axes, x, kernel_size, padding):
        return unknown_tensor(MISTAKE, dtype_of(x))
    out = _pool('MaxPool', axes, x, {'kernel_shape': _tuple(kernel_size, axes), 'strides': _tuple(kernel_size if stride is None else stride, axes), 'pads': _tuple(padding, axes), 'dilations': _tuple(dilation, axes), 'ceil_mode': ceil_mode})
    if isinstance(out, tuple):
        out = out[0]
    return (out, _same(out, int64)) if return_indices else out


def max_pool1d(input: Tensor, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    return _max_pool(1, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool2d(input: Tensor, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    return _max_pool(2, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool3d(input: Tensor, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    return _max_pool(3, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def _avg_pool(axes, x, kernel_size, stride, padding, ceil_mode):
    if not _pads_fit(axes, x, kernel_size, padding):
        return unknown_tensor(MISTAKE, dtype_of(x))
    if is_tensor(x) and dtype_of(x) == int64:
        # of all integers, these have a mean here
        return with_dtype(_avg_pool(axes, with_dtype(x, float32), kernel_size, stride, padding, ceil_mode), int64)
    return _pool('AveragePool', axes, x, {'kernel_shape': _tuple(kernel_size, axes), 'strides': _tuple(kernel_size if stride is None else stride, axes), 'pads': _tuple(padding, axes), 'ceil_mode': ceil_mode})


def avg_pool1d(input: Tensor, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    return _avg_pool(1, input, kernel_size, stride, padding, ceil_mode)


def avg_pool2d(input: Tensor, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None):
    return _avg_pool(2, input, kernel_size, stride, padding, ceil_mode)


def avg_pool3d(input: Tensor, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None):
    # in three dimensions a window has to fit without padding, and without rounding up
    d, k = dims(input), _tuple(kernel_size, 3)
    fine = True
    for i in range(3 if d is not None and len(d) >= 3 else 0):
        fine = must('Pool/window', d[i - 3] >= k[i], extent=d[i - 3], window=k[i], x=input) and fine
    if not fine:
        return unknown_tensor(MISTAKE, dtype_of(input))
    return _avg_pool(3, input, kernel_size, stride, padding, ceil_mode)


def _adaptive(axes, x, output_size, maximum=False):
    usual_rank(x, axes + 2)
    d = dims(x)
    out = _tuple(output_size, axes)
    if d is None:
        return unknown_tensor('adaptive pooling of a tensor of unknown rank', dtype_of(x), x)
    lead = len(d) - axes
    # one value for all: PyTorch takes the mean of the last axes, whatever comes before them
    as_mean = axes > 1 and not maximum and kind(output_size) == 'int' and output_size == 1 and lead >= 0
    if (lead < 1 or lead > 2) and not as_mean:
        must('AdaptivePool/rank', False, rank=len(d), axes=axes, x=x)
        return unknown_tensor('a mistake before', dtype_of(x))
    # one window over everything is a mean, which may be of nothing
    fits = len([n for n in out if known(n) and n == 1]) == axes or len([n for n in d[lead:] if not must('Pool/empty', n >= 1, shape=d, x=x)]) == 0
    if not fits or not _is_real('adaptive pooling', x):
        return unknown_tensor(MISTAKE)
    return tensor(d[:lead] + tuple([d[lead + i] if out[i] is None else out[i] for i in range(axes)]), dtype_of(x), x)


def adaptive_avg_pool1d(input: Tensor, output_size): return _adaptive(1, input, output_size)
def adaptive_avg_pool2d(input: Tensor, output_size): return _adaptive(2, input, output_size)
def adaptive_avg_pool3d(input: Tensor, output_size): return _adaptive(3, input, output_size)
def _adaptive_max(axes, input, output_size, return_indices):
    x = _adaptive(axes, input, output_size, True)
    return (x, _same(x, int64)) if return_indices else x


def adaptive_max_pool1d(input: Tensor, output_size, return_indices=False): return _adaptive_max(1, input, output_size, return_indices)
def adaptive_max_pool2d(input: Tensor, output_size, return_indices=False): return _adaptive_max(2, input, output_size, return_indices)
def adaptive_max_pool3d(input: Tensor, output_size, return_indices=False): return _adaptive_max(3, input, output_size, return_indices)


def interpolate(input: Tensor, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None, antialias=False):
    d = dims(input)
    must('Resize/target', (size is None) != (scale_factor is None), given='neither' if size is None else 'both', x=input)
    if d is None:
        return unknown_tensor('interpolate of a tensor of unknown rank', dtype_of(input), input)
    axes = len(d) - 2
    for given in (size, scale_factor):
        if isinstance(given, (tuple, list)) and known(len(given)) and not must('Resize/sizes', len(given) == axes, given=len(given), axes=axes, x=input):
            return unknown_tensor('a mistake before')
    if size is not None:
        return tensor(d[:2] + _tuple(size, axes), dtype_of(input), input)
    scale = _tuple(scale_factor, axes)
    return tensor(d[:2] + tuple([_scaled(d[i + 2], scale[i]) for i in range(axes)]), dtype_of(input), input)


def _scaled(n, scale):
    if kind(scale) == 'int':
        return n * scale
    if known(scale):
        if known(n):
            return int(n * scale)
        if scale == int(scale):
            return n * int(scale)
        if 1 / scale == int(1 / scale):
            return n // int(1 / scale)
    return fresh('scaled', 1)


upsample = interpolate


def pad(input: Tensor, pad, mode='constant', value=None):
    d = dims(input)
    if d is None:
        return unknown_tensor('pad of a tensor of unknown rank', dtype_of(input), input)
    p = tuple(pad)
    pairs = len(p) // 2
    if pairs > len(d) or (mode != 'constant' and (pairs < len(d) - 2 or pairs >= len(d))):
        must('Pad/pads', False, given=pairs, expected=len(d), x=input)
        return unknown_tensor(MISTAKE, dtype_of(input))
    around = [p[2 * (len(d) - 1 - i)] if len(d) - 1 - i < pairs else 0 for i in range(len(d))] + [p[2 * (len(d) - 1 - i) + 1] if len(d) - 1 - i < pairs else 0 for i in range(len(d))]
    return op.Pad(input, pads=around, mode={'constant': 'constant', 'reflect': 'reflect', 'replicate': 'edge', 'circular': 'wrap'}[mode])


def pixel_shuffle(input: Tensor, upscale_factor):
    usual_rank(input, 4)
    d = dims(input)
    r = upscale_factor
    if d is None:
        return unknown_tensor('pixel_shuffle', dtype_of(input), input)
    must('PixelShuffle/channels', d[-3] % (r * r) == 0, c=d[-3], r=r, x=input)
    return tensor(d[:-3] + (d[-3] // (r * r), d[-2] * r, d[-1] * r), dtype_of(input), input)


def pixel_unshuffle(input: Tensor, downscale_factor):
    d = dims(input)
    r = downscale_factor
    if d is None:
        return unknown_tensor('pixel_unshuffle', dtype_of(input), input)
    return tensor(d[:-3] + (d[-3] * r * r, d[-2] // r, d[-1] // r), dtype_of(input), input)


def _blocks(sizes, kernel_size, dilation, padding, stride):
    # how often a window fits
    k, l, p, s = _tuple(kernel_size, 2), _tuple(dilation, 2), _tuple(padding, 2), _tuple(stride, 2)
    blocks = 1
    for i in range(2):
        blocks = blocks * ((sizes[i] + 2 * p[i] - l[i] * (k[i] - 1) - 1) // s[i] + 1)
    return blocks


def unfold(input: Tensor, kernel_size, dilation=1, padding=0, stride=1):
    usual_rank(input, 4)
    d = dims(input)
    if d is None or len(d) != 4:
        return unknown_tensor('unfold', dtype_of(input))
    k = _tuple(kernel_size, 2)
    return tensor((d[0], d[1] * k[0] * k[1], _blocks(d[2:], kernel_size, dilation, padding, stride)), dtype_of(input), input)


def fold(input: Tensor, output_size, kernel_size, dilation=1, padding=0, stride=1):
    expect_rank(input, 3)
    d = dims(input)
    if d is None or len(d) not in (2, 3):
        return unknown_tensor('fold', dtype_of(input))
    k, out = _tuple(kernel_size, 2), _tuple(output_size, 2)
    if not must('Fold/channels', d[-2] % (k[0] * k[1]) == 0, c=d[-2], block=k[0] * k[1], x=input):
        return unknown_tensor(MISTAKE)
    expected = _blocks(out, kernel_size, dilation, padding, stride)
    if not must('Fold/blocks', d[-1] == expected, given=d[-1], expected=expected, x=input):
        return unknown_tensor(MISTAKE)
    return tensor(d[:-2] + (d[-2] // (k[0] * k[1]),) + out, dtype_of(input), input)


def channel_shuffle(input: Tensor, groups):
    d = dims(input)
    if d is not None and not must('GroupNormalization/groups', d[1] % groups == 0, c=d[1], groups=groups, x=input):
        return unknown_tensor(MISTAKE)
    return _same(input)


def _max_unpool(axes, input, indices, kernel_size, stride, padding, output_size):
    d, k = dims(input), _tuple(kernel_size, axes)
    if d is None:
        return unknown_tensor('unpooling', dtype_of(input))
    if output_size is not None:
        return tensor(d[:len(d) - axes] + tuple(output_size)[-axes:], dtype_of(input), input)
    s, p = k if stride is None else _tuple(stride, axes), _tuple(padding, axes)
    lead = len(d) - axes
    return tensor(d[:lead] + tuple([(d[lead + i] - 1) * s[i] - 2 * p[i] + k[i] for i in range(axes)]), dtype_of(input), input)


def max_unpool1d(input: Tensor, indices: Tensor, kernel_size, stride=None, padding=0, output_size=None): return _max_unpool(1, input, indices, kernel_size, stride, padding, output_size)
def max_unpool2d(input: Tensor, indices: Tensor, kernel_size, stride=None, padding=0, output_size=None): return _max_unpool(2, input, indices, kernel_size, stride, padding, output_size)
def max_unpool3d(input: Tensor, indices: Tensor, kernel_size, stride=None, padding=0, output_size=None): return _max_unpool(3, input, indices, kernel_size, stride, padding, output_size)
def lp_pool1d(input: Tensor, norm_type, kernel_size, stride=None, ceil_mode=False): return _avg_pool(1, input, kernel_size, stride, 0, ceil_mode)
def lp_pool2d(input: Tensor, norm_type, kernel_size, stride=None, ceil_mode=False): return _avg_pool(2, input, kernel_size, stride, 0, ceil_mode)
