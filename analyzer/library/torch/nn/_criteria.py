# Losses as functions.
from dimwright import (
    tensor, unknown_tensor, dtype_of, dims, is_tensor, kind, must, warn, arith, known, share_device, range_of, dtype_name, made, made_by, surely)
from torch._support import _same


def _reduced(x, reduction):
    if reduction == 'none':
        d = dims(x)
        return made(x, 'losses') if d is not None and len(d) == 2 and known(d[1]) and d[1] == 1 else x
    return tensor((), dtype_of(x), x)


def _is_one_label(d, e):
    # scores of one sample take its label as an axis of one, but their gradient does not
    return d is not None and e is not None and len(d) == 1 and len(e) == 1 and known(e[0]) and e[0] == 1


def _class_target(input, target, weight, ignore_index):
    # class indices: the scores' shape without its class axis
    d, e, t = dims(input), dims(target), dtype_of(target)
    if d is None or e is None:
        return
    if len(d) == 0:
        must('NegativeLogLikelihoodLoss/rank', False, scores=d, input=input)
        return
    expected = d[:1] + d[2:] if len(d) > 1 else e if _is_one_label(d, e) else ()
    ok = must('NegativeLogLikelihoodLoss/target', len(e) == len(expected), target=e, expected=expected, scores=d, input=input, labels=target)
    if ok and len(d) == 3 and not known(e[1]) and surely(e[0] == d[0]) and surely(e[1] == d[1]) and not surely(d[1] == d[2]):
        # one class for each step: the scores of the classes come last, where the second axis is meant
        ok = must('NegativeLogLikelihoodLoss/target', False, target=e, expected=expected, scores=d, input=input, labels=target)
        return
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
    if _is_one_label(d, dims(target)):
        return made(tensor((), dtype_of(input), input), 'one label')
    if reduction != 'none':
        return tensor((), dtype_of(input), input)
    if d is None:
        return unknown_tensor('a loss')
    out = tensor(d[:1] + d[2:], dtype_of(input), input)
    return made(out, 'losses') if len(d) == 2 else out


def nll_loss(input: Tensor, target: Tensor, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'):
    by = made_by(input)
    warn('NegativeLogLikelihoodLoss/logarithm', by not in ('layer', 'softmax', 'sigmoid'), given='probabilities' if by == 'softmax' else 'scores', x=input)
    if _scores(input, target):
        _class_target(input, target, weight, ignore_index)
    return _class_loss(input, target, reduction)


def cross_entropy(input: Tensor, target: Tensor, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0):
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


def _weighed(x, weight):
    # a weight for each element is spread over them, never the other way
    if is_tensor(weight) and dims(weight) is not None and dims(x) is not None:
        arith('Mul', x, weight.expand(dims(x)))


def binary_cross_entropy(input: Tensor, target: Tensor, weight=None, size_average=None, reduce=None, reduction='mean'):
    a, b = dtype_of(input), dtype_of(target)
    if _same_shapes(input, target) and kind(a) == 'dtype' and kind(b) == 'dtype':
        must('BinaryCrossEntropy/range', made_by(input) != 'layer', x=input)
        must('BinaryCrossEntropy/dtype', a == b, input=a, target=b, x=input, y=target)
    _weighed(input, weight)
    return _reduced(_same(input), reduction)


def binary_cross_entropy_with_logits(input: Tensor, target: Tensor, weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None):
    a, b = dtype_of(input), dtype_of(target)
    if _same_shapes(input, target) and kind(a) == 'dtype' and kind(b) == 'dtype':
        warn('BinaryCrossEntropy/sigmoid', made_by(input) != 'sigmoid', x=input)
        must('BinaryCrossEntropy/dtype', b.is_floating_point(), input=a, target=b, x=input, y=target)
    _weighed(input, weight)
    if is_tensor(pos_weight):
        arith('Mul', input, pos_weight)
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


def mse_loss(input: Tensor, target: Tensor, size_average=None, reduce=None, reduction='mean', weight=None): return _difference(input, target, reduction)
def l1_loss(input: Tensor, target: Tensor, size_average=None, reduce=None, reduction='mean', weight=None): return _difference(input, target, reduction)
def smooth_l1_loss(input: Tensor, target: Tensor, size_average=None, reduce=None, reduction='mean', beta=1.0): return _difference(input, target, reduction)
def huber_loss(input: Tensor, target: Tensor, reduction='mean', delta=1.0, weight=None): return _difference(input, target, reduction)
def kl_div(input: Tensor, target: Tensor, size_average=None, reduce=None, reduction='mean', log_target=False):
    by = made_by(input)
    warn('KullbackLeibler/logarithm', by not in ('layer', 'softmax', 'sigmoid'), given='scores' if by == 'layer' else 'probabilities', x=input)
    warn('KullbackLeibler/target', made_by(target) != 'log-softmax' or log_target, x=target)
    return _reduced(arith('Sub', target, input), reduction)


def poisson_nll_loss(input: Tensor, target: Tensor, *args, **kwargs):
    reduction = kwargs.get('reduction', 'mean')
    return _reduced(arith('Mul', input, target), reduction)

def soft_margin_loss(input: Tensor, target: Tensor, *args, **kwargs):
    reduction = kwargs.get('reduction', 'mean')
    return _reduced(arith('Mul', input, target), reduction)

def gaussian_nll_loss(input: Tensor, target, var, *args, **kwargs): return tensor((), dtype_of(input), input)
def margin_ranking_loss(input1: Tensor, input2: Tensor, target: Tensor, margin=0, size_average=None, reduce=None, reduction='mean'): return _reduced(arith('Mul', target, arith('Sub', input1, input2)), reduction)
def multi_margin_loss(input: Tensor, target: Tensor, p=1, margin=1.0, weight=None, size_average=None, reduce=None, reduction='mean'):
    if _scores(input, target):
        _class_target(input, target, weight, None)
    return _class_loss(input, target, reduction)


def multilabel_margin_loss(input: Tensor, target: Tensor, size_average=None, reduce=None, reduction='mean'):
    return _reduced_rows(input, reduction) if _same_shapes(input, target) else tensor((), dtype_of(input), input)


def multilabel_soft_margin_loss(input: Tensor, target, weight=None, size_average=None, reduce=None, reduction='mean'):
    return _reduced_rows(arith('Mul', input, target), reduction)


def _reduced_rows(x, reduction):
    d = dims(x)
    return tensor((), dtype_of(x), x) if reduction != 'none' else unknown_tensor('a loss') if d is None else tensor(d[:-1], dtype_of(x), x)


def hinge_embedding_loss(input: Tensor, target: Tensor, *args, **kwargs):
    reduction = kwargs.get('reduction', 'mean')
    return _reduced(arith('Mul', input, target), reduction)



def cosine_embedding_loss(input1: Tensor, input2: Tensor, target: Tensor, margin=0.0, size_average=None, reduce=None, reduction='mean'):
    a, b = input1, input2
    m = arith('Mul', a, b)
    d, e = dims(m), dims(target)
    if d is not None and e is not None and len(d) == 2 and len(e) == 1:
        must('CosineEmbeddingLoss/target', d[0] == e[0], target=e, pairs=d[0], x=a, y=target)
    return _reduced(tensor(d[:1], dtype_of(a), a) if d is not None else unknown_tensor('a loss'), reduction)


def triplet_margin_loss(anchor: Tensor, positive: Tensor, negative: Tensor, margin=1.0, p=2.0, eps=1e-6, swap=False, size_average=None, reduce=None, reduction='mean'):
    x = arith('Sub', anchor, positive)
    arith('Sub', anchor, negative)
    return _reduced_rows(x, reduction)


def triplet_margin_with_distance_loss(anchor: Tensor, positive: Tensor, negative: Tensor, distance_function=None, margin=1.0, swap=False, reduction='mean'): return triplet_margin_loss(anchor, positive, negative, reduction=reduction)
