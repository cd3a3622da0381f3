"""Cases of the operators that work element by element."""
import numpy as np

from cases import BOOL, F32, F64, I32, I64, INF, NAN, case, positive, ramp, refused, scalar, vector

MOST32, LEAST32 = 2 ** 31 - 1, -2 ** 31
MOST64, LEAST64 = 2 ** 63 - 1, -2 ** 63
EDGES = (0.0, -0.0, 1.0, -1.0, INF, -INF, NAN, 0.5)


def pairs(dtype=F32, edges=EDGES):
    """Every edge against every other one: 64 pairs."""
    left, right = np.meshgrid(np.array(edges, dtype), np.array(edges, dtype), indexing='ij')
    return left.ravel(), right.ravel()


def two(*extra, whole=True):
    found = [
        case('same shape', ramp(2, 3), ramp(2, 3, seed=1)),
        case('two scalars', scalar(1.25, F64), scalar(0.75, F64)),
        case('a scalar against an axis', scalar(2.5), ramp(4)),
        case('broadcast both ways', ramp(4, 1, 3), ramp(5, 1, seed=2)),
        case('broadcast over five axes', ramp(1, 2, 1, 3, 1, dtype=F64), ramp(2, 1, 2, 1, 3, dtype=F64, seed=3)),
        case('empty against one', ramp(0, 3), ramp(1)),
        case('edges', *pairs()),
        refused('extents 3 and 2', ramp(2, 3), ramp(3, 2)),
        refused('extents 0 and 2', ramp(0, 3), ramp(2, 3)),
    ]
    if whole:
        found.append(case('int64', ramp(2, 3, dtype=I64), ramp(3, dtype=I64, seed=1)))
    return found + list(extra)


def one(*extra, edges=EDGES, make=ramp):
    return [
        case('a matrix', make(2, 3)),
        case('a scalar', scalar(0.75)),
        case('five axes', make(2, 1, 3, 1, 2, seed=4)),
        case('empty', make(0, 3)),
        case('edges', vector(*edges)),
        *extra,
    ]


def variadic():
    return [
        case('one input', ramp(2, 2)),
        case('three inputs, broadcast', ramp(2, 1), ramp(3, seed=1), scalar(0.25)),
        case('int32', ramp(5, dtype=I32), ramp(1, dtype=I32, seed=2)),
    ]


def logic():
    return [
        case('all pairs', *pairs(BOOL, (False, True))),
        case('broadcast both ways', ramp(4, 1, 3, dtype=BOOL), ramp(5, 1, dtype=BOOL, seed=2)),
        case('empty against one', ramp(0, 3, dtype=BOOL), ramp(1, dtype=BOOL)),
        refused('extents 3 and 2', ramp(2, 3, dtype=BOOL), ramp(3, 2, dtype=BOOL)),
    ]


def bits():
    return [
        case('all pairs of edges', *pairs(I32, (0, -1, 1, MOST32, LEAST32, 0x5555))),
        case('int64', *pairs(I64, (0, -1, MOST64, LEAST64, 2 ** 40 + 5))),
        case('broadcast both ways', ramp(4, 1, 3, dtype=I32), ramp(5, 1, dtype=I32, seed=2)),
        case('empty against one', ramp(0, 3, dtype=I64), ramp(1, dtype=I64)),
        refused('extents 3 and 2', ramp(2, 3, dtype=I32), ramp(3, 2, dtype=I32)),
    ]


POW_BASES = (0.0, -0.0, 1.0, -1.0, 2.0, -2.0, INF, -INF, NAN)
POW_EXPONENTS = (0.0, 1.0, -1.0, 2.0, 3.0, 0.5, INF, -INF, NAN)

CASES = {
    'BitwiseAnd': bits(),
    'BitwiseOr': bits(),
    'BitwiseXor': bits(),
    'BitwiseNot': [
        case('edges', vector(0, -1, 1, MOST32, LEAST32, dtype=I32)),
        case('int64', vector(0, -1, MOST64, LEAST64, dtype=I64)),
        case('a scalar', scalar(5, I32)),
        case('empty', ramp(0, 3, dtype=I64)),
    ],
    'Add': two(case('int32 wraps', vector(MOST32, LEAST32, 5, dtype=I32), vector(1, -1, -7, dtype=I32)),
               case('int64 wraps', vector(MOST64, 2 ** 53, dtype=I64), vector(1, 1, dtype=I64))),
    'Sub': two(case('int32 wraps', vector(LEAST32, 5, dtype=I32), vector(1, 7, dtype=I32)),
               case('float32 cancels', vector(16777216, 1.0000001), vector(16777215, 1))),
    'Mul': two(case('int32 wraps', vector(65536, -3, dtype=I32), vector(65536, 7, dtype=I32)),
               case('int64 wraps', vector(2 ** 32, 3037000500, dtype=I64), vector(2 ** 32, 3037000500, dtype=I64)),
               case('float32 overflows and underflows', vector(1e30, 1e-30, -1e30), vector(1e30, 1e-30, 1e30))),
    'Div': two(case('int32 truncates towards zero', vector(-7, 7, -7, 7, 0, dtype=I32), vector(2, 2, -2, -2, 5, dtype=I32)),
               case('int64 truncates towards zero', vector(-9, 9, MOST64, dtype=I64), vector(4, -4, 2, dtype=I64)),
               case('thirds', vector(1, 2, -1), vector(3)), whole=False),
    'Pow': [
        case('squares and roots', positive(2, 3), vector(2, 0.5, -1.5)),
        case('broadcast both ways', positive(3, 1), ramp(1, 4, seed=2)),
        case('two scalars', scalar(2, F64), scalar(10, F64)),
        case('edges', np.repeat(vector(*POW_BASES), len(POW_EXPONENTS)), np.tile(vector(*POW_EXPONENTS), len(POW_BASES))),
        case('negative base, whole and broken exponents', vector(-2, -2, -8, -8), vector(3, 4, 1 / 3, 0.5)),
        case('int32 to int32', vector(2, -3, 0, 7, dtype=I32), vector(10, 3, 0, 1, dtype=I32)),
        case('int64 to int64', vector(3, -2, dtype=I64), vector(30, 5, dtype=I64)),
        case('float32 to int64', vector(1.5, -2.5, 0), vector(2, 3, 0, dtype=I64)),
        case('empty', ramp(0, 2), scalar(2)),
        refused('extents 2 and 3', ramp(2), ramp(3)),
    ],
    'Min': two(*variadic(), refused('the third does not fit', ramp(2), ramp(1), ramp(3))),
    'Max': two(*variadic(), refused('the third does not fit', ramp(2), ramp(1), ramp(3))),
    'Equal': two(case('bool', vector(True, False, dtype=BOOL), vector([True], [False], dtype=BOOL)),
                 case('int64 beyond 2^53', vector(2 ** 53, MOST64, dtype=I64), vector(2 ** 53 + 1, MOST64, dtype=I64)),
                 case('int32', vector(LEAST32, 3, dtype=I32), vector(LEAST32, 4, dtype=I32))),
    'Less': two(case('int64 beyond 2^53', vector(2 ** 53, LEAST64, dtype=I64), vector(2 ** 53 + 1, MOST64, dtype=I64)),
                case('int32', vector(LEAST32, 3, dtype=I32), vector(MOST32, 3, dtype=I32))),
    'Where': [
        case('same shape', ramp(2, 3, dtype=BOOL), ramp(2, 3), ramp(2, 3, seed=1)),
        case('all three broadcast', ramp(2, 1, 1, dtype=BOOL), ramp(3, 1, seed=1), ramp(4, seed=2)),
        case('scalars', scalar(False, BOOL), scalar(1.5, F64), scalar(-2.5, F64)),
        case('int64 and a scalar condition', scalar(True, BOOL), vector(MOST64, 2, dtype=I64), ramp(3, 1, dtype=I64)),
        case('int32', ramp(4, dtype=BOOL), ramp(4, dtype=I32), scalar(9, I32)),
        case('edges pass unchanged', vector(*[i % 2 for i in range(8)], dtype=BOOL), vector(*EDGES), vector(*EDGES[::-1])),
        case('empty', ramp(0, 2, dtype=BOOL), ramp(1), ramp(2)),
        refused('the condition does not fit', ramp(3, dtype=BOOL), ramp(2), ramp(2)),
        refused('the choices do not fit', scalar(True, BOOL), ramp(3), ramp(2)),
    ],
    'Neg': one(case('int32', ramp(2, 3, dtype=I32)), case('int64', vector(MOST64, -5, 0, dtype=I64)), case('float64', ramp(4, dtype=F64)),
               case('the least int32', vector(LEAST32, dtype=I32))),
    'Abs': one(case('int32', ramp(2, 3, dtype=I32)), case('int64', vector(-MOST64, 5, 0, dtype=I64)), case('float64', ramp(4, dtype=F64))),
    'Sqrt': one(case('float64', vector(2, 3, 1e-300, dtype=F64)), case('subnormal', vector(1e-40, 1e38)), make=positive),
    'Exp': one(case('float64', vector(-745, -1, 1, 709, 710, dtype=F64)), case('to both ends', vector(-104, -88, 88, 89, 1e-8))),
    'Log': one(case('float64', vector(2, 10, 1e-300, 0, dtype=F64)), case('near one', vector(0.9999999, 1.0000001, 1e-40, 3e38)), make=positive),
    'Tanh': one(case('float64', vector(-30, -1e-9, 0.3, 30, dtype=F64)), case('saturates', vector(-20, -9, 1e-6, 9, 20))),
    'Sigmoid': one(case('float64', vector(-700, -1, 1e-9, 40, dtype=F64)), case('saturates', vector(-90, -20, 1e-6, 20, 90))),
    'Relu': one(case('float64', ramp(4, dtype=F64)), case('int32', ramp(6, dtype=I32)), edges=EDGES),
    'LeakyRelu': one(case('alpha 0.3', ramp(5), alpha=0.3), case('alpha above one', ramp(5), alpha=2.0), case('negative alpha', ramp(5), alpha=-0.5)),
    'Clip': [
        case('both bounds', ramp(2, 3), scalar(-1), scalar(1.5)),
        case('least only', ramp(5), scalar(0)),
        case('most only', ramp(5), None, scalar(0.5)),
        case('no bounds', ramp(1, 2, 1, 2, 1)),
        case('bounds crossed', ramp(4), scalar(2), scalar(1)),
        case('int32', ramp(6, dtype=I32), scalar(-3, I32), scalar(4, I32)),
        case('int64', ramp(6, dtype=I64), scalar(-3, I64), None),
        case('float64 scalar', scalar(7, F64), scalar(-1, F64), scalar(6, F64)),
        case('edges', vector(*EDGES), scalar(-0.75), scalar(0.75)),
        case('empty', ramp(0), scalar(0), scalar(1)),
        refused('a bound for each element', ramp(2), vector(0, 1), scalar(3)),
    ],
    'Cast': [
        case('float32 to int32 truncates', vector(-2.75, -0.5, 0.5, 1.99, 1e6), to=6),
        case('float32 to int64', vector(-2.75, 1e15), to=7),
        case('float64 to float32 rounds', vector(0.1, 1e300, 16777217, -1e-50, NAN, dtype=F64), to=1),
        case('float32 to float64', vector(0.1, -0.0, INF, NAN), to=11),
        case('float32 to bool', vector(0, -0.0, 0.25, -3, INF), to=9),
        case('bool to float32', vector(True, False, dtype=BOOL), to=1),
        case('bool to int64', vector([True], [False], dtype=BOOL), to=7),
        case('int64 to int32 wraps', vector(2 ** 32 + 5, -2 ** 31 - 1, -7, dtype=I64), to=6),
        case('int64 to float64 rounds', vector(2 ** 53 + 1, -5, dtype=I64), to=11),
        case('int64 to float32 rounds', vector(16777217, MOST64, dtype=I64), to=1),
        case('int32 to bool', vector(0, -1, 256, dtype=I32), to=9),
        case('int32 to int64', scalar(-9, I32), to=7),
        case('empty', ramp(0, 3, dtype=I32), to=1),
    ],
    'Floor': one(case('float64', ramp(2, 3, dtype=F64))),
    'Ceil': one(case('float64', ramp(2, 3, dtype=F64))),
    'Round': one(case('ties to even', vector(0.5, 1.5, 2.5, -0.5, -1.5, 4503599.5)), case('float64', ramp(2, 3, dtype=F64))),
    'Erf': one(case('both tails', vector(0.1, 0.9, 1.5, 3, 4, 10, -2, -0.5))),
    'Reciprocal': one(make=positive),
    'Sign': one(case('int32', ramp(5, dtype=I32)), case('int64', ramp(5, dtype=I64))),
    'IsNaN': one(),
    'Not': [case('a matrix', ramp(2, 3, dtype=BOOL)), case('a scalar', scalar(True, BOOL)), case('empty', ramp(0, 3, dtype=BOOL))],
    'LessOrEqual': two(),
    'And': logic(), 'Or': logic(), 'Xor': logic(),
}
