"""Cases of the operators that fold axes or normalise along them."""
import numpy as np

from cases import F64, I32, I64, INF, NAN, case, ints, positive, ramp, refused, scalar, vector


def folds(*extra, edges=True):
    """At opset 17 the axes of ReduceMean and ReduceMax are an attribute."""
    found = [
        case('all axes', ramp(2, 3, 4)),
        case('one axis', ramp(2, 3, 4), axes=[1]),
        case('negative axes without kept extents', ramp(2, 3, 4), axes=[-1, -3], keepdims=0),
        case('five axes', ramp(2, 1, 3, 2, 2), axes=[0, 2, 4], keepdims=0),
        case('a scalar', scalar(1.5)),
        case('float64', ramp(3, 5, dtype=F64), axes=[0], keepdims=0),
        case('int32', ramp(3, 4, dtype=I32), axes=[1]),
        case('int64', ramp(3, 4, dtype=I64), axes=[-2], keepdims=0),
        case('an empty axis that stays', ramp(3, 0, dtype=np.float32), axes=[0]),
        refused('axis 3 of three', ramp(2, 3, 4), axes=[3]),
        refused('axis -4 of three', ramp(2, 3, 4), axes=[-4]),
    ]
    if edges:
        found.append(case('edges', np.array([[INF, 1, -INF], [NAN, 0, 1], [INF, INF, 2], [-0.0, -0.0, -0.0], [-INF, -INF, -INF]], np.float32), axes=[1]))
    return found + list(extra)


def softmaxes():
    return [
        case('last axis by default', ramp(2, 3)),
        case('first axis', ramp(3, 4), axis=0),
        case('middle axis', ramp(2, 3, 2, 2), axis=1),
        case('negative axis', ramp(2, 3, 4), axis=-2),
        case('a vector', ramp(5)),
        case('five axes', ramp(1, 2, 2, 3, 2), axis=2),
        case('float64', ramp(2, 4, dtype=F64), axis=1),
        case('large values', vector([1000, 1001, 999], [-1000, -1001, -1002])),
        case('edges', np.array([[-INF, 0, 1], [INF, 0, 1], [NAN, 0, 1], [-INF, -INF, -INF]], np.float32)),
        case('an axis of one', ramp(3, 1)),
        case('empty', ramp(0, 3)),
        refused('axis 2 of two', ramp(2, 3), axis=2),
        refused('axis -3 of two', ramp(2, 3), axis=-3),
    ]


CASES = {
    'ReduceSum': [
        case('all axes', ramp(2, 3, 4)),
        case('one axis', ramp(2, 3, 4), ints(1)),
        case('negative axes without kept extents', ramp(2, 3, 4), ints(-1, -3), keepdims=0),
        case('five axes', ramp(2, 1, 3, 2, 2), ints(0, 2, 4), keepdims=0),
        case('a scalar', scalar(1.5)),
        case('float64', ramp(3, 5, dtype=F64), ints(0), keepdims=0),
        case('int32', ramp(3, 4, dtype=I32), ints(1)),
        case('int64', ramp(3, 4, dtype=I64), ints(-2), keepdims=0),
        case('no axes mean none', ramp(2, 2), ints(), noop_with_empty_axes=1),
        case('no axes mean all', ramp(2, 2), ints(), keepdims=0),
        case('an empty axis', ramp(3, 0), ints(1)),
        case('an empty axis that stays', ramp(3, 0), ints(0)),
        case('edges', np.array([[INF, 1, -INF], [NAN, 0, 1], [INF, INF, 2], [-0.0, -0.0, -0.0]], np.float32), ints(1)),
        refused('axis 3 of three', ramp(2, 3, 4), ints(3)),
    ],
    # The mean of an empty axis is left out: 0 / 0 by definition, and ONNX Runtime answers 0.
    'ReduceMean': folds(),
    'ReduceMax': folds(case('the greatest of nothing', ramp(2, 0), axes=[1])),
    'ReduceMin': folds(case('the least of nothing', ramp(2, 0), axes=[1])),
    'ReduceProd': folds(case('the product of nothing', ramp(2, 0), axes=[1])),
    'Softmax': softmaxes(),
    'LogSoftmax': softmaxes(),
    'ArgMax': [
        case('first axis by default', ramp(3, 4)),
        case('last axis without kept extents', ramp(2, 3, 4), axis=-1, keepdims=0),
        case('ties take the first', vector([3, 1, 3], [2, 2, 2]), axis=1),
        case('ties take the last', vector([3, 1, 3], [2, 2, 2]), axis=1, select_last_index=1),
        case('int32', ramp(4, 3, dtype=I32), axis=0, keepdims=0),
        case('int64', ramp(7, dtype=I64), keepdims=0),
        case('float64', ramp(2, 5, dtype=F64), axis=-1),
        case('five axes', ramp(1, 2, 2, 3, 2), axis=3),
        case('infinities', vector(-INF, 3, INF, INF), keepdims=0),
        case('an empty axis that stays', ramp(0, 3), axis=1),
        refused('axis 2 of two', ramp(2, 3), axis=2),
        refused('over an empty axis', ramp(0, 3), axis=0),
    ],
    'BatchNormalization': [
        case('an image', ramp(2, 3, 2, 2), positive(3), ramp(3, seed=1), ramp(3, seed=2), positive(3, seed=3)),
        case('rows', ramp(4, 2), positive(2), ramp(2, seed=1), ramp(2, seed=2), positive(2, seed=3)),
        case('a signal with a large epsilon', ramp(1, 2, 5), positive(2), ramp(2), ramp(2, seed=2), positive(2), epsilon=0.5),
        case('a volume', ramp(1, 2, 2, 2, 2), positive(2), ramp(2), ramp(2, seed=2), positive(2)),
        case('float64', ramp(1, 2, 3, dtype=F64), positive(2, dtype=F64), ramp(2, dtype=F64), ramp(2, dtype=F64), positive(2, dtype=F64)),
        case('no variance', ramp(1, 2, 2), positive(2), ramp(2), ramp(2), vector(0, 0)),
        case('empty', ramp(0, 2, 3), positive(2), ramp(2), ramp(2), positive(2)),
        refused('scale for four of three channels', ramp(2, 3, 2), positive(4), ramp(3), ramp(3), positive(3)),
        refused('variance for two of three channels', ramp(2, 3, 2), positive(3), ramp(3), ramp(3), positive(2)),
    ],
    'LayerNormalization': [
        case('last axis', ramp(2, 3, 4), positive(4), ramp(4, seed=1)),
        case('the last two axes', ramp(2, 3, 4), positive(3, 4), ramp(3, 4, seed=1), axis=1),
        case('every axis', ramp(2, 3), positive(2, 3), ramp(2, 3), axis=0),
        case('without bias', ramp(3, 5), positive(5)),
        case('large epsilon', ramp(3, 5), positive(5), ramp(5), epsilon=1.0),
        case('mean and inverse deviation', ramp(2, 3, 4), positive(4), ramp(4), outputs=3, axis=-1),
        case('float64', ramp(2, 4, dtype=F64), positive(4, dtype=F64), ramp(4, dtype=F64)),
        case('rows without variance', np.ones((2, 3), np.float32), positive(3), ramp(3)),
        case('a row with NaN and one with infinity', vector([1, NAN, 2], [1, INF, 2], [1, 2, 3]), positive(3)),
        refused('scale of five for rows of four', ramp(2, 4), positive(5), ramp(5)),
        refused('axis 2 of two', ramp(2, 4), positive(4), ramp(4), axis=2),
    ],
}
