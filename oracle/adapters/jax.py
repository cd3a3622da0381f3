# JAX as an engine: the graph becomes one function, compiled by XLA.
#   pip install jax onnx numpy
#   dimwright fuzz --engine-command "python oracle/adapters/jax.py" --nodes 4
# What is not in OPERATORS below is answered `unsupported`, and is no finding.
import functools
import os
import struct
import sys

sys.path.pop(0)  # this file is called like the library
import jax
import jax.numpy as np
import numpy
import onnx
from jax import lax
from onnx import helper, numpy_helper

RESULTS, FAILURE, UNSUPPORTED, READY = range(4)
source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)  # what libraries print would be taken for answers
jax.config.update("jax_enable_x64", True)
DTYPES = {1: np.float32, 6: np.int32, 7: np.int64, 9: np.bool_, 11: np.float64}


class Missing(Exception):
    pass


def ints(numbers):
    return tuple(int(n) for n in numpy.asarray(numbers).reshape(-1))


def is_float(x):
    return np.issubdtype(x.dtype, np.floating)


def floats(f):
    def run(*xs, **a):
        if not is_float(xs[0]):
            raise Missing("integers")
        return f(*xs, **a)
    return run


def pairs(a, n):
    given = a.get("pads", [0] * 2 * n)
    if a.get("auto_pad", "NOTSET") not in ("NOTSET", "VALID"):
        raise Missing("auto_pad")
    return list(zip(given[:n], given[n:]))


def conv(x, w, b=None, **a):
    n = x.ndim - 2
    y = lax.conv_general_dilated(x, w, a.get("strides", [1] * n), pairs(a, n), rhs_dilation=a.get("dilations", [1] * n), feature_group_count=a.get("group", 1), precision="highest")
    return y if b is None else y + b.reshape((1, -1) + (1,) * n)


def max_pool(x, **a):
    n = x.ndim - 2
    if a.get("ceil_mode", 0):
        raise Missing("ceil_mode")
    window = lambda sizes: (1, 1) + tuple(sizes)
    return lax.reduce_window(x, -np.inf, lax.max, window(a["kernel_shape"]), window(a.get("strides", [1] * n)), [(0, 0), (0, 0)] + pairs(a, n), window_dilation=window(a.get("dilations", [1] * n)))


def reduce(f):
    def run(x, axes=None, keepdims=1, noop_with_empty_axes=0):
        if axes is None or len(ints(axes)) == 0:
            return x if noop_with_empty_axes else f(x, axis=None, keepdims=bool(keepdims))
        return f(x, axis=ints(axes), keepdims=bool(keepdims))
    return run


def slice_(x, starts, ends, axes=None, steps=None):
    starts, ends = ints(starts), ints(ends)
    axes = range(len(starts)) if axes is None else ints(axes)
    for axis, start, end, step in zip(axes, starts, ends, [1] * len(starts) if steps is None else ints(steps)):
        x = np.take(x, numpy.arange(x.shape[axis])[slice(start, end if not (step < 0 and end < -x.shape[axis]) else None, step)], axis=axis)
    return x


def gemm(x, y, c=None, alpha=1.0, beta=1.0, transA=0, transB=0):
    if not is_float(x):
        raise Missing("Gemm of integers")
    product = alpha * np.matmul(x.T if transA else x, y.T if transB else y, precision="highest")
    return (product if c is None else product + beta * c).astype(x.dtype)


def gather(x, i, axis=0):
    return np.take(x, np.where(i < 0, i + x.shape[axis], i), axis=axis)


def gather_elements(x, i, axis=0):
    x = x[tuple(slice(None) if at == axis % x.ndim else slice(n) for at, n in enumerate(i.shape))]
    return np.take_along_axis(x, np.where(i < 0, i + x.shape[axis], i), axis)


def pad(x, pads, value=None, axes=None, mode="constant"):
    if mode != "constant" or min(ints(pads), default=0) < 0:
        raise Missing(f"Pad with mode {mode} or below 0")
    both, sides = ints(pads), [(0, 0)] * x.ndim
    for i, axis in enumerate(range(x.ndim) if axes is None else ints(axes)):
        sides[axis] = (both[i], both[i + len(both) // 2])
    return np.pad(x, sides, constant_values=0 if value is None else value)


def arg_max(x, axis=0, keepdims=1, select_last_index=0):
    if select_last_index:
        raise Missing("the last of several")
    return np.argmax(x, axis=axis, keepdims=bool(keepdims)).astype(np.int64)


def batch_norm(x, scale, bias, mean, variance, epsilon=1e-5, **_):
    scale, bias, mean, variance = (v.reshape((-1,) + (1,) * (x.ndim - 2)) for v in (scale, bias, mean, variance))
    return (x - mean) / np.sqrt(variance + epsilon) * scale + bias


def layer_norm(x, scale, bias=None, axis=-1, epsilon=1e-5, **_):
    axes = tuple(range(axis % x.ndim, x.ndim))
    centred = x - np.mean(x, axes, keepdims=True)
    y = centred / np.sqrt(np.mean(centred * centred, axes, keepdims=True) + epsilon) * scale
    return y if bias is None else y + bias


def divide(x, y):
    return x / y if is_float(x) else lax.div(*np.broadcast_arrays(x, y))


def fold(f):
    return lambda *xs: functools.reduce(f, xs)


OPERATORS = {
    "Abs": np.abs, "Neg": np.negative, "Exp": np.exp, "Log": np.log, "Sqrt": np.sqrt, "Tanh": np.tanh, "Sigmoid": jax.nn.sigmoid, "Relu": lambda x: np.maximum(x, 0),
    "Sin": np.sin, "Cos": np.cos, "Floor": np.floor, "Ceil": np.ceil, "Round": np.round, "Sign": np.sign, "Reciprocal": floats(np.reciprocal), "Erf": jax.scipy.special.erf, "Identity": lambda x: x,
    "Add": np.add, "Sub": np.subtract, "Mul": np.multiply, "Div": divide, "Pow": floats(np.power), "MatMul": floats(functools.partial(np.matmul, precision="highest")), "Gemm": gemm,
    "Max": fold(np.maximum), "Min": fold(np.minimum), "Equal": np.equal, "Less": np.less, "LessOrEqual": np.less_equal, "Greater": np.greater, "Where": np.where,
    "And": np.logical_and, "Or": np.logical_or, "Xor": np.logical_xor, "Not": np.logical_not, "IsNaN": np.isnan,
    "BitwiseAnd": np.bitwise_and, "BitwiseOr": np.bitwise_or, "BitwiseXor": np.bitwise_xor, "BitwiseNot": np.bitwise_not,
    "Gather": gather, "GatherElements": gather_elements, "Pad": pad, "ArgMax": arg_max, "Split": lambda x, sizes, axis=0, **_: np.split(x, numpy.cumsum(ints(sizes))[:-1], axis),
    "ReduceProd": reduce(lambda x, **a: np.prod(x, dtype=x.dtype, **a)), "BatchNormalization": batch_norm, "LayerNormalization": layer_norm,
    "LeakyRelu": lambda x, alpha=0.01: np.where(x < 0, np.asarray(alpha, x.dtype) * x, x), "Softmax": lambda x, axis=-1: jax.nn.softmax(x, axis), "LogSoftmax": lambda x, axis=-1: jax.nn.log_softmax(x, axis),
    "Clip": lambda x, low=None, high=None: np.clip(x, low, high),
    "ReduceSum": reduce(lambda x, **a: np.sum(x, dtype=x.dtype, **a)), "ReduceMax": reduce(np.max), "ReduceMin": reduce(np.min), "ReduceMean": floats(reduce(np.mean)),
    "Reshape": lambda x, shape, allowzero=0: np.reshape(x, ints(shape)), "Flatten": lambda x, axis=1: np.reshape(x, (int(numpy.prod(x.shape[:axis])), int(numpy.prod(x.shape[axis:])))),
    "Transpose": lambda x, perm=None: np.transpose(x, perm), "Squeeze": lambda x, axes=None: np.squeeze(x, None if axes is None else ints(axes)), "Unsqueeze": lambda x, axes: np.expand_dims(x, ints(axes)),
    "Concat": lambda *xs, axis: np.concatenate(xs, axis), "Expand": lambda x, shape: np.broadcast_to(x, numpy.broadcast_shapes(x.shape, ints(shape))),
    "Slice": slice_, "Conv": conv, "MaxPool": floats(max_pool), "GlobalAveragePool": lambda x: np.mean(x, tuple(range(2, x.ndim)), keepdims=True),
}


def attribute(value):
    value = helper.get_attribute_value(value)
    return value.decode() if isinstance(value, bytes) else value


def run(data, *inputs):
    graph = onnx.load_model_from_string(data).graph
    constants = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    steps = []
    for node in graph.node:
        attributes = {a.name: attribute(a) for a in node.attribute}
        if node.op_type == "Constant":
            constants[node.output[0]] = numpy_helper.to_array(attributes["value"])
        elif node.op_type not in OPERATORS:
            raise Missing(node.op_type)
        else:
            steps.append((OPERATORS[node.op_type], list(node.input), attributes, list(node.output)))

    def program(*given):
        values = {**constants, **{value.name: t for value, t in zip(graph.input, given)}, "": None}
        for operator, names, attributes, outputs in steps:
            result = operator(*[values[name] for name in names], **attributes)
            values.update(zip(outputs, result if isinstance(result, (tuple, list)) else [result]))
        return [np.asarray(values[value.name]) for value in graph.output]

    results = jax.jit(program)(*[numpy_helper.to_array(onnx.TensorProto.FromString(t)) for t in inputs])
    jax.clear_caches()
    return [numpy_helper.from_array(numpy.asarray(result)).SerializeToString() for result in results]


def words(count):
    data = source.read(4 * count)
    return struct.unpack(f"<{count}I", data) if len(data) == 4 * count else None


def answer(kind, *parts):
    sink.write(struct.pack("<2I", kind, len(parts)) + b"".join(struct.pack("<I", len(p)) + p for p in parts))
    sink.flush()


answer(READY, f"jax {jax.__version__}".encode())
while head := words(1):
    parts = [source.read(words(1)[0]) for _ in range(head[0])]
    try:
        answer(RESULTS, *run(*parts))
    except Missing as error:
        answer(UNSUPPORTED, str(error).encode())
    except Exception as error:
        answer(FAILURE, f"{type(error).__name__}: {error}".encode())
