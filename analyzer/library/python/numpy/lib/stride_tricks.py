# numpy.lib.stride_tricks: windows over an array.
from dimwright import as_array, tensor, unknown_tensor, dims, dtype_of, known, must, kind
from numpy._array import array, _size, _t
from numpy._joining import broadcast_to, broadcast_arrays


def sliding_window_view(x, window_shape, axis=None, **kwargs):
    # one more axis behind the others for each that is covered by windows
    t = _t(array(x))
    d, w = dims(t), _size(window_shape)
    a = tuple(range(len(w))) if axis is None else _size(axis)
    if d is None or not known(len(w)) or not all([known(k) for k in a]):
        return as_array(unknown_tensor('windows', dtype_of(t)))
    if len(w) != len(a) or (axis is None and len(w) != len(d)):
        return as_array(unknown_tensor('windows of other axes', dtype_of(t)))
    sizes = list(d)
    for k, n in zip(a, w):
        if not must('Unfold/size', sizes[k] >= n, size=n, extent=sizes[k], x=t):
            return as_array(unknown_tensor('a mistake before', dtype_of(t)))
        sizes[k] = sizes[k] - n + 1
    return as_array(tensor(tuple(sizes) + w, dtype_of(t)))


def as_strided(x, shape=None, strides=None, **kwargs): return as_array(tensor(_size(shape), dtype_of(_t(array(x))))) if shape is not None else array(x)
