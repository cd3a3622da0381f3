"""How a case of an operator is written down, and the tensors that cases are made of."""
import numpy as np

F32, F64, I32, I64, BOOL = np.float32, np.float64, np.int32, np.int64, np.bool_
NAN, INF = float('nan'), float('inf')


def case(name, *inputs, rejects=False, outputs=1, differs=None, **attributes):
    """`differs` says why the specification does not agree with the engine here."""
    return {'name': name, 'inputs': list(inputs), 'attributes': attributes, 'rejects': rejects, 'outputs': outputs, 'differs': differs}


def refused(name, *inputs, outputs=1, differs=None, **attributes):
    return case(name, *inputs, rejects=True, outputs=outputs, differs=differs, **attributes)


def ramp(*shape, dtype=F32, seed=0):
    """Small quarters of both signs, in an order without pattern: sums and products of them are exact in float32."""
    count = int(np.prod(shape, dtype=np.int64))
    steps = (np.arange(count) * 37 + seed * 11) % 23 - 11
    if np.dtype(dtype).kind == 'f':
        return (steps / 4).astype(dtype).reshape(shape)
    return (steps % 3 == 0 if dtype is BOOL else steps).astype(dtype).reshape(shape)


def positive(*shape, dtype=F32, seed=0):
    return (np.abs(ramp(*shape, dtype=dtype, seed=seed)) + dtype(0.5)).astype(dtype)


def vector(*values, dtype=F32):
    return np.array(values, dtype)


def scalar(value, dtype=F32):
    return np.array(value, dtype)


def ints(*values):
    return np.array(values, I64)
