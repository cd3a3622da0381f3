# torch.nn.functional: layers and losses as functions.
from dimwright import (op, tensor, unknown_tensor, dtype as _dtype, dtype_of, dims, rank, tail, with_tail, with_shape, with_dtype, is_tensor,
    kind, fresh, must, warn, expect_rank, unknown, arith, known, result_type, some_bool, possible, surely, same, in_rows, lies_in_rows, share_device, range_of, with_range, dtype_name, made, made_by)
from torch._tensor import _Defaults, _same, _axis, _reduce, _floating, default_dtype, float32, int64

MISTAKE = 'a mistake before'


def _tuple(n, count):
    return tuple(n) if isinstance(n, (tuple, list)) else (n,) * count


def _fits(rule, x, weight):
    # input and weights are of one element type and on one device; autocast casts between the shorter ones
    if not is_tensor(x):
        return must('Layer/tensor', not isinstance(x, (tuple, list)))
    a, b = dtype_of(x), dtype_of(weight)
    if kind(a) == 'dtype' and kind(b) == 'dtype' and a != b:
        cast = _Defaults.mixed and a.is_floating_point() and b.is_floating_point() and dtype_name(a) != 'float64'
        if not cast and not must(rule + '/dtype', False, input=a, weight=b, x=x, weights=weight):
            return False
    return share_device(x, weight)


def linear(input, weight, bias=None):
    w = dims(weight)
    if not _fits('Linear', input, weight):
        return unknown_tensor(MISTAKE)
    d = dims(input) if rank(input) is not None else tail(input)
    if d is not None and w is not None and len(d) > 0 and not must('Linear/in_features', d[-1] == w[1], given=d[-1], expected=w[1], x=input, weight=weight):
        return unknown_tensor(MISTAKE)
    if rank(input) is None:
        return with_tail((w[0],), dtype_of(weight)) if w is not None else unknown_tensor('a linear map')
    if w is None:
        return unknown_tensor('a linear map', dtype_of(input))
    out = op.MatMul(input, with_shape(weight, (w[1], w[0])) if len(w) == 2 else weight)
    if bias is None or dims(out) is None:
        return made(out, 'layer')
    return made(arith('Add', out, bias), 'layer')


def bilinear(a, b, weight, bias=None):
    w = dims(weight)
    d, e = dims(a), dims(b)
    if w is None or d is None:
        return unknown_tensor('bilinear')
    if not must('Linear/in_features', d[-1] == w[1], given=d[-1], expected=w[1], x=a, weight=weight):
        return unknown_tensor(MISTAKE)
    if e is not None and not must('Linear/in_features', e[-1] == w[2], given=e[-1], expected=w[2], x=b, weight=weight):
        return unknown_tensor(MISTAKE)
    return tensor(d[:-1] + (w[0],), dtype_of(a), a)


def _conv(name, axes, input, weight, bias, attributes):
    if not _fits(name, input, weight):
        return unknown_tensor(MISTAKE)
    # an image without a batch axis gets one for the time of the call
    if rank(input) == axes + 1:
        out = getattr(op, name)(input.unsqueeze(0), weight, bias, **attributes)
        return out.squeeze(0) if rank(out) is not None else out
    if rank(input) is None:
        expect_rank(input, axes + 2)
        w = dims(weight)
        if w is None or not known(len(w)):
            return unknown_tensor('a convolution', dtype_of(weight))
        d = tuple([fresh('batch', 1), w[1] * attributes['group'] if name == 'Conv' else w[0]] + [fresh('extent', 1) for _ in range(axes)])
        return getattr(op, name)(tensor(d, dtype_of(weight), weight), weight, bias, **attributes)
    return getattr(op, name)(input, weight, bias, **attributes)


def conv1d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv('Conv', 1, input, weight, bias, {'strides': _tuple(stride, 1), 'pads': padding if isinstance(padding, str) else _tuple(padding, 1), 'dilations': _tuple(dilation, 1), 'group': groups})


def conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv('Conv', 2, input, weight, bias, {'strides': _tuple(stride, 2), 'pads': padding if isinstance(padding, str) else _tuple(padding, 2), 'dilations': _tuple(dilation, 2), 'group': groups})


def conv3d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv('Conv', 3, input, weight, bias, {'strides': _tuple(stride, 3), 'pads': padding if isinstance(padding, str) else _tuple(padding, 3), 'dilations': _tuple(dilation, 3), 'group': groups})


def _conv_transpose(axes, input, weight, bias, stride, padding, output_padding, groups, dilation):
    return _conv('ConvTranspose', axes, input, weight, bias, {'strides': _tuple(stride, axes), 'pads': _tuple(padding, axes), 'dilations': _tuple(dilation, axes), 'output_padding': _tuple(output_padding, axes), 'group': groups})


def conv_transpose1d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    return _conv_transpose(1, input, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose2d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    return _conv_transpose(2, input, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose3d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    return _conv_transpose(3, input, weight, bias, stride, padding, output_padding, groups, dilation)


def _pool(name, axes, x, attributes):
    expect_rank(x, axes + 2)
    if rank(x) == axes + 1:
        out = getattr(op, name)(x.unsqueeze(0), **attributes)
        return out.squeeze(0) if rank(out) is not None else out
    return getattr(op, name)(x, **attributes)


def _max_pool(axes, x, kernel_size, stride, padding, dilation, ceil_mode, return_indices):
    out = _pool('MaxPool', axes, x, {'kernel_shape': _tuple(kernel_size, axes), 'strides': _tuple(kernel_size if stride is None else stride, axes), 'pads': _tuple(padding, axes), 'dilations': _tuple(dilation, axes), 'ceil_mode': ceil_mode})
    if isinstance(out, tuple):
        out = out[0]
    return (out, _same(out, int64)) if return_indices else out


def max_pool1d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    return _max_pool(1, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool2d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    return _max_pool(2, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool3d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    return _max_pool(3, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def _avg_pool(axes, x, kernel_size, stride, padding, ceil_mode):
    return _pool('AveragePool', axes, x, {'kernel_shape': _tuple(kernel_size, axes), 'strides': _tuple(kernel_size if stride is None else stride, axes), 'pads': _tuple(padding, axes), 'ceil_mode': ceil_mode})


def avg_pool1d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    return _avg_pool(1, input, kernel_size, stride, padding, ceil_mode)


def avg_pool2d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None):
    return _avg_pool(2, input, kernel_size, stride, padding, ceil_mode)


def avg_pool3d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None):
    return _avg_pool(3, input, kernel_size, stride, padding, ceil_mode)


def _adaptive(axes, x, output_size):
    expect_rank(x, axes + 2)
    d = dims(x)
    out = _tuple(output_size, axes)
    if d is None:
        return unknown_tensor('adaptive pooling of a tensor of unknown rank', dtype_of(x))
    lead = len(d) - axes
    if lead < 1:
        must('AdaptivePool/rank', False, rank=len(d), axes=axes, x=x)
        return unknown_tensor('a mistake before', dtype_of(x))
    return tensor(d[:lead] + tuple([d[lead + i] if out[i] is None else out[i] for i in range(axes)]), dtype_of(x), x)


def adaptive_avg_pool1d(input, output_size): return _adaptive(1, input, output_size)
def adaptive_avg_pool2d(input, output_size): return _adaptive(2, input, output_size)
def adaptive_avg_pool3d(input, output_size): return _adaptive(3, input, output_size)
def adaptive_max_pool1d(input, output_size, return_indices=False): return _adaptive(1, input, output_size)
def adaptive_max_pool2d(input, output_size, return_indices=False): return _adaptive(2, input, output_size)


def interpolate(input, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None, antialias=False):
    d = dims(input)
    if d is None:
        return unknown_tensor('interpolate of a tensor of unknown rank', dtype_of(input))
    axes = len(d) - 2
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


def pad(input, pad, mode='constant', value=None):
    d = dims(input)
    if d is None:
        return unknown_tensor('pad of a tensor of unknown rank', dtype_of(input))
    p = tuple(pad)
    sizes = list(d)
    for i in range(len(p) // 2):
        sizes[len(d) - 1 - i] = sizes[len(d) - 1 - i] + p[2 * i] + p[2 * i + 1]
    return tensor(sizes, dtype_of(input), input)


def pixel_shuffle(input, upscale_factor):
    expect_rank(input, 4)
    d = dims(input)
    r = upscale_factor
    if d is None:
        return unknown_tensor('pixel_shuffle', dtype_of(input))
    must('PixelShuffle/channels', d[-3] % (r * r) == 0, c=d[-3], r=r, x=input)
    return tensor(d[:-3] + (d[-3] // (r * r), d[-2] * r, d[-1] * r), dtype_of(input), input)


def pixel_unshuffle(input, downscale_factor):
    d = dims(input)
    r = downscale_factor
    if d is None:
        return unknown_tensor('pixel_unshuffle', dtype_of(input))
    return tensor(d[:-3] + (d[-3] * r * r, d[-2] // r, d[-1] // r), dtype_of(input), input)


def unfold(input, kernel_size, dilation=1, padding=0, stride=1):
    expect_rank(input, 4)
    d = dims(input)
    if d is None or len(d) != 4:
        return unknown_tensor('unfold', dtype_of(input))
    k, l, p, s = _tuple(kernel_size, 2), _tuple(dilation, 2), _tuple(padding, 2), _tuple(stride, 2)
    blocks = 1
    for i in range(2):
        blocks = blocks * ((d[i + 2] + 2 * p[i] - l[i] * (k[i] - 1) - 1) // s[i] + 1)
    return tensor((d[0], d[1] * k[0] * k[1], blocks), dtype_of(input), input)


# normalisation

def batch_norm(input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5):
    return _channels('BatchNormalization', input, running_mean if running_mean is not None else weight)


def _channels(rule, x, scale):
    if is_tensor(scale) and not _fits(rule, x, scale):
        return unknown_tensor(MISTAKE)
    d = dims(x)
    s = dims(scale) if is_tensor(scale) else None
    if d is not None and s is not None:
        if len(d) < 2:
            must(rule + '/scale', False, c=0, s=s[0], x=x, scale=scale)
            return unknown_tensor('a mistake before', dtype_of(x))
        if not must(rule + '/scale', d[1] == s[0], c=d[1], s=s[0], x=x, scale=scale):
            return unknown_tensor('a mistake before', dtype_of(x))
    return _same(x)


def instance_norm(input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-5):
    return _channels('InstanceNormalization', input, weight)


def group_norm(input, num_groups, weight=None, bias=None, eps=1e-5):
    d = dims(input)
    if d is not None:
        if not must('GroupNormalization/groups', d[1] % num_groups == 0, c=d[1], groups=num_groups, x=input):
            return unknown_tensor(MISTAKE)
    return _channels('GroupNormalization', input, weight)


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    if is_tensor(weight) and not _fits('LayerNormalization', input, weight):
        return unknown_tensor(MISTAKE)
    n = _tuple(normalized_shape, 1)
    d = dims(input)
    if d is None:
        k = tail(input)
        if k is not None and len(n) == 1:
            must('LayerNormalization/normalized', k[-1] == n[0], shape=(k[-1],), expected=n, x=input)
        return _same(input)
    if len(d) < len(n):
        must('LayerNormalization/normalized', False, shape=d, expected=n, x=input)
        return unknown_tensor('a mistake before', dtype_of(input))
    for i in range(len(n)):
        if not must('LayerNormalization/normalized', d[len(d) - len(n) + i] == n[i], shape=d, expected=n, x=input, scale=weight):
            return unknown_tensor('a mistake before', dtype_of(input))
    return _same(input)


def rms_norm(input, normalized_shape, weight=None, eps=None): return layer_norm(input, normalized_shape, weight)
def normalize(input, p=2.0, dim=1, eps=1e-12):
    _axis(input, dim)
    return _same(input)


# one element at a time

def _each(x, *args, **kwargs): return same(x, None, True)
relu = relu_ = relu6 = leaky_relu = leaky_relu_ = elu = elu_ = selu = celu = gelu = silu = mish = tanh = softplus = softsign = hardtanh = hardsigmoid = hardswish = logsigmoid = tanhshrink = threshold = rrelu = _each
def _moved(x, *args, **kwargs): return same(x)
dropout = dropout1d = dropout2d = dropout3d = alpha_dropout = feature_dropout = _moved


def prelu(input, weight): return _same(input)
def sigmoid(input): return input.sigmoid()
def softmax(input, dim=None, _stacklevel=3, dtype=None): return input.softmax((1 if rank(input) != 1 else 0) if dim is None else dim)
def softmin(input, dim=None): return softmax(input, dim)
def log_softmax(input, dim=None, _stacklevel=3, dtype=None): return input.log_softmax((1 if rank(input) != 1 else 0) if dim is None else dim)
def gumbel_softmax(input, tau=1, hard=False, eps=1e-10, dim=-1): return _same(input)


def glu(input, dim=-1):
    d = dims(input)
    if d is None:
        return unknown_tensor('glu', dtype_of(input))
    a = _axis(input, dim)
    must('Glu/even', d[a] % 2 == 0, n=d[a], x=input)
    return tensor(d[:a] + (d[a] // 2,) + d[a + 1:], dtype_of(input), input)


def one_hot(x, num_classes=-1):
    d, t, r = dims(x), dtype_of(x), range_of(x)
    if kind(t) == 'dtype' and not must('OneHot/dtype', t == int64, dtype=t, x=x):
        return unknown_tensor(MISTAKE)
    open = known(num_classes) and num_classes == -1
    if r is not None and not open and kind(num_classes) == 'int' and not must('OneHot/class', r[1] < num_classes and r[0] >= 0, index=r[1] if r[0] >= 0 else r[0], classes=num_classes, x=x):
        return unknown_tensor(MISTAKE)
    if d is None:
        return unknown_tensor('one_hot', int64)
    return tensor(d + ((r[1] + 1 if r is not None and not r[2] else fresh('classes', 1)) if open else num_classes,), int64, x)


def embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False):
    w = dims(weight)
    t = dtype_of(input)
    if not is_tensor(input):
        must('Layer/tensor', not isinstance(input, (tuple, list)))
        return unknown_tensor('an embedding')
    if kind(t) == 'dtype' and not must('Gather/dtype', dtype_name(t) in ('int64', 'int32'), dtype=t, x=input, table=weight):
        return unknown_tensor(MISTAKE)
    if not share_device(input, weight):
        return unknown_tensor(MISTAKE)
    r = range_of(input)
    if r is not None and w is not None and not must('Embedding/index', r[1] < w[0] and r[0] >= 0, index=r[1] if r[0] >= 0 else r[0], rows=w[0], x=input, table=weight):
        return unknown_tensor(MISTAKE)
    d = dims(input)
    if d is None:
        return with_tail(w[1:], dtype_of(weight)) if w is not None else unknown_tensor('an embedding', dtype_of(weight))
    return tensor(d + w[1:], dtype_of(weight), weight)


def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False):
    k = dims(key)
    if dims(query) is None or k is None or dims(value) is None:
        return unknown_tensor('attention', dtype_of(query))
    scores = op.MatMul(query, key.transpose(-2, -1))
    return op.MatMul(scores, value)


def multi_head_attention_forward(*args, **kwargs): return unknown('multi_head_attention_forward')


# losses

def _reduced(x, reduction):
    if reduction == 'none':
        return x
    return tensor((), dtype_of(x), x)


def _class_target(input, target, weight, ignore_index):
    # class indices: the scores' shape without its class axis
    d, e, t = dims(input), dims(target), dtype_of(target)
    if d is None or e is None:
        return
    if len(d) == 0:
        must('NegativeLogLikelihoodLoss/rank', False, scores=d, input=input)
        return
    expected = d[:1] + d[2:] if len(d) > 1 else ()
    ok = must('NegativeLogLikelihoodLoss/target', len(e) == len(expected), target=e, expected=expected, scores=d, input=input, labels=target)
    if ok:
        for i in range(len(e)):
            if not must('NegativeLogLikelihoodLoss/target', e[i] == expected[i], target=e, expected=expected, scores=d, input=input, labels=target):
                return
    if not ok or (kind(t) == 'dtype' and not must('NegativeLogLikelihoodLoss/dtype', dtype_name(t) in ('int64', 'uint8'), dtype=t, input=input, labels=target)):
        return
    c = d[1] if len(d) > 1 else d[0]
    r = range_of(target)
    if r is not None:
        low = r[0] >= 0 or r[0] == ignore_index
        must('NegativeLogLikelihoodLoss/class', r[1] < c and low, index=r[1] if low else r[0], classes=c, input=input, labels=target)
    w = dims(weight) if is_tensor(weight) else None
    if w is not None and len(w) == 1:
        must('NegativeLogLikelihoodLoss/weights', w[0] == c, given=w[0], classes=c, input=input, weight=weight)


def _scores(input, target):
    # scores are real numbers, in one place with their targets
    t = dtype_of(input)
    if kind(t) == 'dtype' and not must('NegativeLogLikelihoodLoss/scores', t.is_floating_point(), dtype=t, input=input, labels=target):
        return False
    return share_device(input, target)


def _class_loss(input, target, reduction):
    d = dims(input)
    if reduction != 'none':
        return tensor((), dtype_of(input), input)
    return unknown_tensor('a loss') if d is None else tensor(d[:1] + d[2:], dtype_of(input), input)


def nll_loss(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'):
    by = made_by(input)
    warn('NegativeLogLikelihoodLoss/logarithm', by not in ('layer', 'softmax', 'sigmoid'), given='probabilities' if by == 'softmax' else 'scores', x=input)
    if _scores(input, target):
        _class_target(input, target, weight, ignore_index)
    return _class_loss(input, target, reduction)


def cross_entropy(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0):
    d, e = dims(input), dims(target)
    t = dtype_of(target)
    warn('CrossEntropy/softmax', made_by(input) not in ('softmax', 'sigmoid'), function=made_by(input), x=input)
    if not _scores(input, target):
        return _class_loss(input, target, reduction)
    if d is not None and e is not None and len(d) == len(e) and len(d) > 0 and kind(t) == 'dtype' and t.is_floating_point():
        # probabilities of the scores' shape
        for i in range(len(d)):
            if not must('NegativeLogLikelihoodLoss/target', d[i] == e[i], target=e, expected=d, scores=d, input=input, labels=target):
                break
    else:
        _class_target(input, target, weight, ignore_index)
    return _class_loss(input, target, reduction)


def _same_shapes(input, target):
    d, e = dims(input), dims(target)
    if not share_device(input, target):
        return False
    if d is None or e is None:
        return True
    if not must('BinaryCrossEntropy/target', len(d) == len(e), input=d, target=e, x=input, y=target):
        return False
    for i in range(len(d)):
        if not must('BinaryCrossEntropy/target', d[i] == e[i], input=d, target=e, x=input, y=target):
            return False
    return True


def binary_cross_entropy(input, target, weight=None, size_average=None, reduce=None, reduction='mean'):
    a, b = dtype_of(input), dtype_of(target)
    if _same_shapes(input, target) and kind(a) == 'dtype' and kind(b) == 'dtype':
        must('BinaryCrossEntropy/range', made_by(input) != 'layer', x=input)
        must('BinaryCrossEntropy/dtype', a == b, input=a, target=b, x=input, y=target)
    return _reduced(_same(input), reduction)


def binary_cross_entropy_with_logits(input, target, weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None):
    a, b = dtype_of(input), dtype_of(target)
    if _same_shapes(input, target) and kind(a) == 'dtype' and kind(b) == 'dtype':
        warn('BinaryCrossEntropy/sigmoid', made_by(input) != 'sigmoid', x=input)
        must('BinaryCrossEntropy/dtype', b.is_floating_point(), input=a, target=b, x=input, y=target)
    return _reduced(_same(input), reduction)


def _difference(input, target, reduction):
    d, e = dims(input), dims(target)
    if d is not None and e is not None and len(d) > 0 and len(e) > 0:
        if len(d) != len(e):
            warn('Loss/broadcast', False, input=d, target=e, x=input, y=target)
        else:
            for i in range(len(d)):
                if not warn('Loss/broadcast', not (known(d[i]) and known(e[i])) or d[i] == e[i], input=d, target=e, x=input, y=target):
                    break
    return _reduced(arith('Sub', input, target), reduction)


def mse_loss(input, target, size_average=None, reduce=None, reduction='mean', weight=None): return _difference(input, target, reduction)
def l1_loss(input, target, size_average=None, reduce=None, reduction='mean', weight=None): return _difference(input, target, reduction)
def smooth_l1_loss(input, target, size_average=None, reduce=None, reduction='mean', beta=1.0): return _difference(input, target, reduction)
def huber_loss(input, target, reduction='mean', delta=1.0, weight=None): return _difference(input, target, reduction)
def kl_div(input, target, size_average=None, reduce=None, reduction='mean', log_target=False): return _reduced(arith('Sub', target, input), reduction)
def poisson_nll_loss(input, target, *args, **kwargs):
    reduction = kwargs.get('reduction', 'mean')
    return _reduced(arith('Mul', input, target), reduction)

def soft_margin_loss(input, target, *args, **kwargs):
    reduction = kwargs.get('reduction', 'mean')
    return _reduced(arith('Mul', input, target), reduction)

def gaussian_nll_loss(input, target, var, *args, **kwargs): return tensor((), dtype_of(input), input)
def margin_ranking_loss(a, b, target, *args, **kwargs): return tensor((), dtype_of(a), a)
def hinge_embedding_loss(input, target, *args, **kwargs):
    reduction = kwargs.get('reduction', 'mean')
    return _reduced(arith('Mul', input, target), reduction)



def cosine_embedding_loss(a, b, target, margin=0.0, size_average=None, reduce=None, reduction='mean'):
    m = arith('Mul', a, b)
    d, e = dims(m), dims(target)
    if d is not None and e is not None and len(d) == 2 and len(e) == 1:
        must('CosineEmbeddingLoss/target', d[0] == e[0], target=e, pairs=d[0], x=a, y=target)
    return _reduced(tensor(d[:1], dtype_of(a), a) if d is not None else unknown_tensor('a loss'), reduction)


def triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2.0, eps=1e-6, swap=False, size_average=None, reduce=None, reduction='mean'):
    arith('Sub', anchor, positive)
    arith('Sub', anchor, negative)
    return tensor((), dtype_of(anchor), anchor)


def cosine_similarity(a, b, dim=1, eps=1e-8): return _reduce('ReduceSum', arith('Mul', a, b), dim, False)
def pairwise_distance(a, b, p=2.0, eps=1e-6, keepdim=False): return _reduce('ReduceSum', arith('Sub', a, b), -1, keepdim)
def multi_margin_loss(input, target, *args, **kwargs): return tensor((), dtype_of(input), input)
def ctc_loss(*args, **kwargs): return tensor((), float32)
def grid_sample(input, grid, *args, **kwargs):
    d, g = dims(input), dims(grid)
    return unknown_tensor('grid_sample', dtype_of(input)) if d is None or g is None else tensor(d[:2] + g[1:-1], dtype_of(input), input)
def affine_grid(theta, size, align_corners=None): return tensor((size[0],) + tuple(size[2:]) + (2,), dtype_of(theta), theta)
