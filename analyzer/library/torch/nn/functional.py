# torch.nn.functional: layers and losses as functions.
from dimwright import (
    expect_dtype,
    op, tensor, unknown_tensor, dtype_of, dims, rank, tail, with_tail, with_shape, is_tensor, kind, fresh, must, unknown, arith, known,
    same, share_device, range_of, dtype_name, made, expanded, surely, with_strides, warn, in_forward)
from torch._support import _over_batch, _same, _axis, _reduce, _product_of, _surely_none, float32, int64, is_no_record
from torch.nn._shared import MISTAKE, _tuple, _fits
from torch.nn._windows import (
    conv1d, conv2d, conv3d, conv_transpose1d, conv_transpose2d, conv_transpose3d, max_pool1d, max_pool2d, max_pool3d, avg_pool1d,
    avg_pool2d, avg_pool3d, adaptive_avg_pool1d, adaptive_avg_pool2d, adaptive_avg_pool3d, adaptive_max_pool1d, adaptive_max_pool2d, adaptive_max_pool3d,
    interpolate, pad, pixel_shuffle, pixel_unshuffle, unfold, fold, channel_shuffle, upsample, max_unpool1d, max_unpool2d,
    max_unpool3d, lp_pool1d, lp_pool2d)
from torch.nn._criteria import (
    nll_loss, cross_entropy, binary_cross_entropy, binary_cross_entropy_with_logits, mse_loss, l1_loss, smooth_l1_loss, huber_loss,
    kl_div, poisson_nll_loss, soft_margin_loss, gaussian_nll_loss, margin_ranking_loss, hinge_embedding_loss, cosine_embedding_loss,
    triplet_margin_loss, triplet_margin_with_distance_loss, multi_margin_loss, multilabel_margin_loss, multilabel_soft_margin_loss)


def linear(input: Tensor, weight: Tensor, bias=None):
    w = dims(weight)
    if not _fits('Linear', input, weight):
        return unknown_tensor(MISTAKE)
    d = dims(input) if rank(input) is not None else tail(input)
    if d is not None and w is not None and len(d) > 0 and not must('Linear/in_features', d[-1] == w[1], given=d[-1], expected=w[1], x=input, weight=weight):
        return unknown_tensor(MISTAKE)
    if rank(input) is None:
        return with_tail((w[0],), dtype_of(weight), input) if w is not None else unknown_tensor('a linear map', None, input)
    if w is None:
        return unknown_tensor('a linear map', dtype_of(input), input)
    out = op.MatMul(input, with_shape(weight, (w[1], w[0])) if len(w) == 2 else weight)
    if bias is None or dims(out) is None:
        return made(out, 'layer')
    b = dims(bias) if is_tensor(bias) else None
    if b is not None:
        # its own bias fits a layer: that is not asked each time
        bias = expanded(bias, dims(out)) if len(b) == 1 and len(w) == 2 and surely(b[0] == w[0]) else bias.expand(dims(out))
    return made(arith('Add', bias, out), 'layer')


def bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias=None):
    a, b = input1, input2
    w = dims(weight)
    d, e = dims(a), dims(b)
    if w is None or d is None:
        return unknown_tensor('bilinear')
    if not must('Linear/in_features', d[-1] == w[1], given=d[-1], expected=w[1], x=a, weight=weight):
        return unknown_tensor(MISTAKE)
    if e is not None and not must('Linear/in_features', e[-1] == w[2], given=e[-1], expected=w[2], x=b, weight=weight):
        return unknown_tensor(MISTAKE)
    return tensor(d[:-1] + (w[0],), dtype_of(a), a)


# normalisation

def batch_norm(input: Tensor, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5):
    for each in (running_mean, running_var, weight, bias):
        if each is None:
            continue
        n = dims(each)
        if _is_empty(input):
            # given back times the first weight, plus the first bias, before anything is compared
            if (each is weight or each is bias) and n is not None and known(n[0]) and n[0] == 0:
                must('Index/range', False, index=0, extent=0, x=each)
                return unknown_tensor(MISTAKE)
        elif n is not None and len(n) != 1 and (each is running_mean or each is running_var):
            must('BatchNormalization/scale', False, c=dims(input)[1] if dims(input) is not None else 'some', s=n, x=input, scale=each)
            return unknown_tensor(MISTAKE)
        elif rank(_channels('BatchNormalization', input, each)) is None and rank(input) is not None:
            return unknown_tensor(MISTAKE)
    return _same(input)


def _is_empty(x):
    return dims(x) is not None and _surely_none(dims(x))


def _channels(rule, x, scale):
    if is_tensor(scale) and not _fits(rule, x, scale):
        return unknown_tensor(MISTAKE)
    d = dims(x)
    s = dims(scale) if is_tensor(scale) else None
    # what is empty is given back before anything is compared
    if rule == 'BatchNormalization' and _is_empty(x):
        return _same(x)
    if d is not None and s is not None:
        if len(d) < 2:
            must(rule + '/scale', False, c=0, s=s[0], x=x, scale=scale)
            return unknown_tensor('a mistake before', dtype_of(x))
        count = _product_of(s)
        if not must(rule + '/scale', d[1] == count, c=d[1], s=count, x=x, scale=scale):
            return unknown_tensor('a mistake before', dtype_of(x))
    return _same(x)


def instance_norm(input: Tensor, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-5):
    return _channels('InstanceNormalization', input, weight)


def group_norm(input: Tensor, num_groups, weight=None, bias=None, eps=1e-5):
    d = dims(input)
    if d is not None:
        if not must('GroupNormalization/groups', d[1] % num_groups == 0, c=d[1], groups=num_groups, x=input):
            return unknown_tensor(MISTAKE)
    return _channels('GroupNormalization', input, weight)


def layer_norm(input: Tensor, normalized_shape, weight=None, bias=None, eps=1e-5):
    if is_tensor(weight) and not _fits('LayerNormalization', input, weight):
        return unknown_tensor(MISTAKE)
    n = _tuple(normalized_shape, 1)
    d = dims(input)
    if not all([kind(k) == 'int' for k in n]):
        return _same(input)
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
    for each in (weight, bias):
        w = dims(each) if is_tensor(each) else None
        if w is not None and (len(w) != len(n) or len([i for i in range(len(n)) if not must('LayerNormalization/normalized', w[i] == n[i], shape=w, expected=n, x=input, scale=each)]) > 0):
            if len(w) != len(n):
                must('LayerNormalization/normalized', False, shape=w, expected=n, x=input, scale=each)
            return unknown_tensor(MISTAKE, dtype_of(input))
    return _same(input)


def rms_norm(input: Tensor, normalized_shape, weight=None, eps=None): return layer_norm(input, normalized_shape, weight)
def normalize(input: Tensor, p=2.0, dim=1, eps=1e-12, out=None):
    _axis(input, dim)
    _over_batch('normalize', input, dim)
    return _same(input)


# one element at a time

def _each(input, *args, **kwargs): return same(input, None, True)
hardshrink = softshrink = hardtanh_ = selu_ = celu_ = threshold_ = local_response_norm = _each
relu = relu_ = relu6 = leaky_relu = leaky_relu_ = elu = elu_ = selu = celu = gelu = silu = mish = tanh = softplus = softsign = hardtanh = hardsigmoid = hardswish = logsigmoid = tanhshrink = threshold = rrelu = _each
def _moved(input, *args, **kwargs): return same(input)
feature_alpha_dropout = alpha_dropout = feature_dropout = _moved


def dropout(input, p=0.5, training=None, inplace=False):
    # outside of modules nothing says whether it is trained
    warn('Dropout/mode', training is not None or not in_forward(), x=input)
    return same(input)


dropout1d = dropout2d = dropout3d = dropout


def prelu(input: Tensor, weight: Tensor):
    d, w = dims(input), dims(weight) if is_tensor(weight) else None
    if d is not None and w is not None and len(w) == 1 and len(d) > 1:
        must('PReLU/channels', w[0] == 1 or w[0] == d[1], given=w[0], channels=d[1], input=input, weight=weight)
    return _same(input)
def sigmoid(input: Tensor): return input.sigmoid()
def softmax(input: Tensor, dim=None, _stacklevel=3, dtype=None): return input.softmax((1 if rank(input) != 1 else 0) if dim is None else dim)
def softmin(input: Tensor, dim=None, _stacklevel=3, dtype=None): return softmax(input, dim)
def log_softmax(input: Tensor, dim=None, _stacklevel=3, dtype=None): return input.log_softmax((1 if rank(input) != 1 else 0) if dim is None else dim)
def gumbel_softmax(logits: Tensor, tau=1, hard=False, eps=1e-10, dim=-1): return _same(logits)


def glu(input: Tensor, dim=-1):
    d = dims(input)
    if d is None:
        return unknown_tensor('glu', dtype_of(input), input)
    a = _axis(input, dim)
    must('Glu/even', d[a] % 2 == 0, n=d[a], x=input)
    return tensor(d[:a] + (d[a] // 2,) + d[a + 1:], dtype_of(input), input)


def one_hot(x: Tensor, num_classes=-1):
    d, t, r = dims(x), dtype_of(x), range_of(x)
    if kind(t) == 'dtype' and not must('OneHot/dtype', t == int64, dtype=t, x=x):
        return unknown_tensor(MISTAKE)
    open = known(num_classes) and num_classes == -1
    if r is not None and not open and kind(num_classes) == 'int' and not must('OneHot/class', r[1] < num_classes and r[0] >= 0, index=r[1] if r[0] >= 0 else r[0], classes=num_classes, x=x):
        return unknown_tensor(MISTAKE)
    if d is None:
        return unknown_tensor('one_hot', int64, x, 1)
    return tensor(d + ((r[1] + 1 if r is not None and not r[2] else fresh('classes', 1)) if open else num_classes,), int64, x)


def embedding(input: Tensor, weight: Tensor, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False):
    w = dims(weight)
    expect_dtype(input, int64)
    t = dtype_of(input)
    if not is_tensor(input):
        must('Layer/tensor', not isinstance(input, (tuple, list))) and is_no_record(input)
        return with_tail(w[1:], dtype_of(weight), input, 1) if kind(input) == 'unknown' and w is not None else unknown_tensor('an embedding')
    if kind(t) == 'dtype' and not must('Gather/dtype', dtype_name(t) in ('int64', 'int32'), dtype=t, x=input, table=weight):
        return unknown_tensor(MISTAKE)
    if not share_device(input, weight):
        return unknown_tensor(MISTAKE)
    r = range_of(input)
    if r is not None and w is not None and not must('Embedding/index', r[1] < w[0] and r[0] >= 0, index=r[1] if r[0] >= 0 else r[0], rows=w[0], x=input, table=weight):
        return unknown_tensor(MISTAKE)
    d = dims(input)
    if d is None:
        return with_tail(w[1:], dtype_of(weight), input, 1) if w is not None else unknown_tensor('an embedding', dtype_of(weight), input, 1)
    return tensor(d + w[1:], dtype_of(weight), weight)


def embedding_bag(input: Tensor, weight: Tensor, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode='mean', sparse=False, per_sample_weights=None, include_last_offset=False, padding_idx=None):
    # several rows of the table each become one: those of a row of input, or those between offsets
    rows, d = embedding(input, weight), dims(input) if is_tensor(input) else None
    if dims(rows) is None or d is None:
        return unknown_tensor('an embedding bag', dtype_of(weight))
    if offsets is None:
        return tensor((d[0], dims(weight)[1]), dtype_of(weight), weight) if must('EmbeddingBag/rank', len(d) == 2, rank=len(d), x=input) else unknown_tensor(MISTAKE)
    if not must('EmbeddingBag/offsets', len(d) == 1, rank=len(d), x=input, offsets=offsets):
        return unknown_tensor(MISTAKE)
    n = dims(offsets)
    return unknown_tensor('an embedding bag', dtype_of(weight)) if n is None else tensor((n[0] - 1 if include_last_offset else n[0], dims(weight)[1]), dtype_of(weight), weight)


def scaled_dot_product_attention(query: Tensor, key: Tensor, value: Tensor, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False):
    k = dims(key)
    if dims(query) is None or k is None or dims(value) is None or enable_gqa:
        return unknown_tensor('attention', dtype_of(query), query)
    scores = op.MatMul(query, key.transpose(-2, -1))
    if is_tensor(attn_mask) and dims(attn_mask) is not None and dims(scores) is not None:
        t = dtype_of(attn_mask)
        if kind(t) == 'dtype' and not must('Attention/mask-type', dtype_name(t) == 'bool' or t == dtype_of(query), mask=t, query=dtype_of(query), x=attn_mask):
            return unknown_tensor(MISTAKE, dtype_of(query))
        if dims(attn_mask.float().expand(dims(scores))) is None:
            return unknown_tensor(MISTAKE, dtype_of(query))
    # kernels differ in how what they give lies in memory
    return with_strides(same(op.MatMul(scores, value)), None)


def multi_head_attention_forward(*args, **kwargs): return unknown('multi_head_attention_forward')


def cosine_similarity(x1: Tensor, x2: Tensor, dim=1, eps=1e-8): return _reduce('ReduceSum', arith('Mul', x1, x2), dim, False)
def pairwise_distance(x1: Tensor, x2: Tensor, p=2.0, eps=1e-6, keepdim=False): return _reduce('ReduceSum', arith('Sub', x1, x2), -1, keepdim)
def ctc_loss(log_probs: Tensor, targets: Tensor, input_lengths, target_lengths, blank=0, reduction='mean', zero_infinity=False):
    d = dims(log_probs)
    n = d[1] if d is not None and len(d) == 3 else None
    if n is not None:
        for lengths in (input_lengths, target_lengths):
            given = (dims(lengths)[0] if rank(lengths) == 1 else None) if is_tensor(lengths) else len(lengths) if isinstance(lengths, (list, tuple)) else None
            if given is not None and not must('CTC/lengths', given == n, given=given, expected=n, scores=log_probs):
                return unknown_tensor(MISTAKE)
        if rank(targets) == 2 and not must('CTC/target', dims(targets)[0] == n, given=dims(targets)[0], expected=n, scores=log_probs, targets=targets):
            return unknown_tensor(MISTAKE)
    if d is None and reduction == 'none':
        return unknown_tensor('ctc_loss', dtype_of(log_probs))
    return tensor((n,) if reduction == 'none' and n is not None else (), dtype_of(log_probs), log_probs)


def grid_sample(input: Tensor, grid: Tensor, *args, **kwargs):
    d, g = dims(input), dims(grid)
    if d is not None and g is not None and not must('GridSample/grid', len(g) == len(d) and g[-1] == len(d) - 2 and g[0] == d[0], grid=g, image=d, x=input, y=grid):
        return unknown_tensor(MISTAKE)
    return unknown_tensor('grid_sample', dtype_of(input)) if d is None or g is None else tensor(d[:2] + g[1:-1], dtype_of(input), input)
def affine_grid(theta, size, align_corners=None):
    d, axes = dims(theta), len(size) - 2
    if d is not None:
        fine = len(d) == 3 and d[0] == size[0] and d[1] == axes and d[2] == axes + 1
        if not must('AffineGrid/theta', fine, shape=d, axes=axes, columns=axes + 1, theta=theta):
            return unknown_tensor(MISTAKE)
    return tensor((size[0],) + tuple(size[2:]) + (axes,), dtype_of(theta), theta)
