# sklearn.model_selection: arrays are cut in two along their first axis.
from dimwright import dims, is_tensor, kind, known, with_shape, unknown
import math as _math


def _cut(x, n):
    d = dims(x) if is_tensor(x) else None
    return unknown('a part of an array') if d is None else with_shape(x, (n,) + d[1:])


def _count(share, n):
    return _math.ceil(n * share) if kind(share) == 'float' else share


def train_test_split(*arrays, test_size=None, train_size=None, random_state=None, shuffle=True, stratify=None):
    parts = []
    for x in arrays:
        n = dims(x)[0] if is_tensor(x) and dims(x) is not None else None
        if n is None or not known(n):
            parts.extend([unknown('a part of an array'), unknown('a part of an array')])
            continue
        if test_size is None and train_size is not None:
            train = n - _count(1.0 - train_size, n) if kind(train_size) == 'float' else train_size
            test = n - train
        else:
            test = _count(0.25 if test_size is None else test_size, n)
            train = n - test
        parts.extend([_cut(x, train), _cut(x, test)])
    return parts
