# What layers as functions share.
from dimwright import dtype_of, expect_dtype, is_tensor, kind, must, share_device, dtype_name
from torch.nn.utils.rnn import PackedSequence
from torch._support import _Defaults, is_no_record

MISTAKE = 'a mistake before'


def _tuple(n, count):
    return tuple(n) if isinstance(n, (tuple, list)) else (n,) * count


def is_packed(x): return kind(x) == 'instance' and isinstance(x, PackedSequence)


def _fits(rule, x, weight):
    # input and weights are of one element type and on one device; autocast casts between the shorter ones
    if not is_tensor(x):
        return is_no_record(x) and must('Tensor/expected', not is_packed(x), kind='a packed sequence: pad it first')
    a, b = dtype_of(x), dtype_of(weight)
    expect_dtype(x, b)
    if kind(a) == 'dtype' and kind(b) == 'dtype' and a != b:
        cast = _Defaults.mixed and a.is_floating_point() and b.is_floating_point() and dtype_name(a) != 'float64'
        if not cast and not must(rule + '/dtype', False, input=a, weight=b, x=x, weights=weight):
            return False
    return share_device(x, weight)
