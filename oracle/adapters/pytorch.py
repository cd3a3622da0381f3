# PyTorch as an engine: the graph's operators are called one by one, or compiled as a whole with --compile.
#   pip install torch onnx numpy            (--compile needs a C++ compiler too)
#   dimwright fuzz --engine-command "python oracle/adapters/pytorch.py"
#   dimwright fuzz --engine-command "python oracle/adapters/pytorch.py --compile"
# What is not in OPERATORS below is answered `unsupported`, and is no finding.
import os
import struct
import sys

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import helper, numpy_helper

RESULTS, FAILURE, UNSUPPORTED, READY = range(4)
source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)  # what libraries print would be taken for answers
torch.set_num_threads(1)
# What PyTorch rules out by itself where ONNX does not: no kernels for a type, and some tensors without elements.
REFUSALS = ["not implemented for", "with optional 0 dim batch size", "expected weight to be at least 1", "to have non-zero size", "no identity"]
COMPILE = "--compile" in sys.argv
DTYPES = {1: torch.float32, 6: torch.int32, 7: torch.int64, 9: torch.bool, 11: torch.float64}


class Missing(Exception):
    pass


def missing(what):
    raise Missing(what)


def ints(numbers):
    """Of an input, or of an attribute, as older operators have it."""
    return [int(n) for n in (numbers.tolist() if hasattr(numbers, 'tolist') else numbers)]


def pads(a, spatial):
    """Equal padding in front and behind is all that convolutions take."""
    given = a.get("pads", [0] * 2 * spatial)
    if a.get("auto_pad", "NOTSET") not in ("NOTSET", "VALID") or given[:spatial] != given[spatial:]:
        raise Missing("padding that differs in front and behind")
    return given[:spatial]


def conv(x, w, b=None, **a):
    n = x.dim() - 2
    f = (F.conv1d, F.conv2d, F.conv3d)[n - 1]
    return f(x, w, b, a.get("strides", [1] * n), pads(a, n), a.get("dilations", [1] * n), a.get("group", 1))


def conv_transpose(x, w, b=None, **a):
    n = x.dim() - 2
    if w.numel() == 0:
        raise Missing("filters without elements")  # "non-empty 2D or 4D weight tensor expected"
    f = (F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d)[n - 1]
    return f(x, w, b, a.get("strides", [1] * n), pads(a, n), a.get("output_padding", [0] * n), a.get("group", 1), a.get("dilations", [1] * n))


def pool(name):
    def run(x, **a):
        n = x.dim() - 2
        f = getattr(F, f"{name}_pool{n}d")
        kernel, strides, padding = a["kernel_shape"], a.get("strides", [1] * n), pads(a, n)
        if a.get("ceil_mode", 0) or any(2 * p > k for p, k in zip(padding, kernel)):
            raise Missing("windows at the end that PyTorch counts otherwise")
        if name == "max":
            return f(x, kernel, strides, padding, a.get("dilations", [1] * n))
        if any(d != 1 for d in a.get("dilations", [1] * n)):
            raise Missing("dilation")
        return f(x, kernel, strides, padding, False, bool(a.get("count_include_pad", 0)))
    return run


def reduce(f, x, axes, a):
    keep = bool(a.get("keepdims", 1))
    if axes is None or len(ints(axes)) == 0:
        if a.get("noop_with_empty_axes", 0):
            return x
        dims = list(range(x.dim()))
    else:
        dims = ints(axes)
    return f(x, dims, keep) if dims else x


def slice_(x, starts, ends, axes=None, steps=None, **_):
    axes = range(starts.numel()) if axes is None else ints(axes)
    steps = [1] * starts.numel() if steps is None else ints(steps)
    for axis, start, end, step in zip(axes, ints(starts), ints(ends), steps):
        picked = range(x.shape[axis])[slice(start, end if not (step < 0 and end < -x.shape[axis]) else None, step)]
        x = x.index_select(axis, torch.tensor(list(picked), dtype=torch.int64))
    return x


def gather(x, i, axis=0, **_):
    flat = i.reshape(-1).long()
    axis = axis % x.dim()
    flat = torch.where(flat < 0, flat + x.shape[axis], flat)
    return x.index_select(axis, flat).reshape(x.shape[:axis] + i.shape + x.shape[axis + 1:])


def gather_elements(x, i, axis=0):
    return torch.gather(x, axis, torch.where(i < 0, i + x.shape[axis], i).long())


def product(x, axes, keep):
    for axis in sorted((axis % x.dim() for axis in axes), reverse=True):
        x = torch.prod(x, axis, keep, dtype=x.dtype)
    return x


def pad(x, pads, value=None, axes=None, mode="constant"):
    if mode != "constant":
        raise Missing(f"Pad with mode {mode}")
    both, rank = ints(pads), x.dim()
    sides = [(0, 0)] * rank
    for i, axis in enumerate(range(rank) if axes is None else ints(axes)):
        sides[axis] = (both[i], both[i + len(both) // 2])
    return F.pad(x, [n for side in reversed(sides) for n in side], value=0 if value is None else value.item())


def gemm(x, y, c=None, alpha=1.0, beta=1.0, transA=0, transB=0):
    if not x.is_floating_point():
        raise Missing("Gemm of integers")
    product = alpha * ((x.T if transA else x) @ (y.T if transB else y))
    return product if c is None else product + beta * c


def batch_norm(x, scale, bias, mean, variance, epsilon=1e-5, **_):
    return F.batch_norm(x, mean, variance, scale, bias, False, 0.0, epsilon)


def layer_norm(x, scale, bias=None, axis=-1, epsilon=1e-5, **_):
    shape = x.shape[axis % x.dim():]
    return F.layer_norm(x, shape, scale.expand(shape), None if bias is None else bias.expand(shape), epsilon)


def floats(f):
    def run(*xs, **a):
        if not xs[0].is_floating_point():
            raise Missing("integers")
        return f(*xs, **a)
    return run


def fold(f):
    return lambda *xs, **_: __import__("functools").reduce(f, xs)


def divide(x, y, **_):
    return torch.div(x, y) if x.is_floating_point() else torch.div(x, y, rounding_mode="trunc")


OPERATORS = {
    "Abs": torch.abs, "Neg": torch.neg, "Exp": torch.exp, "Log": torch.log, "Sqrt": torch.sqrt, "Tanh": torch.tanh, "Sigmoid": torch.sigmoid,
    "Sin": torch.sin, "Cos": torch.cos, "Floor": torch.floor, "Ceil": torch.ceil, "Round": torch.round, "Reciprocal": floats(torch.reciprocal), "Sign": torch.sign, "Erf": torch.erf, "Relu": torch.relu, "Identity": lambda x: x,
    "Add": torch.add, "Sub": torch.sub, "Mul": torch.mul, "Div": divide, "Pow": floats(torch.pow), "MatMul": floats(torch.matmul), "Gemm": gemm,
    "Max": fold(torch.maximum), "Min": fold(torch.minimum), "Equal": torch.eq, "Less": torch.lt, "LessOrEqual": torch.le, "Greater": torch.gt, "Where": torch.where,
    "And": torch.logical_and, "Or": torch.logical_or, "Xor": torch.logical_xor, "Not": torch.logical_not, "IsNaN": torch.isnan,
    "BitwiseAnd": torch.bitwise_and, "BitwiseOr": torch.bitwise_or, "BitwiseXor": torch.bitwise_xor, "BitwiseNot": torch.bitwise_not,
    "Range": lambda start, limit, step: torch.arange(start.item(), limit.item(), step.item(), dtype=start.dtype),
    "LeakyRelu": lambda x, alpha=0.01: F.leaky_relu(x, alpha), "Cast": lambda x, to, **_: x.to(DTYPES[to]),
    "Clip": lambda x, low=None, high=None: torch.clamp(x, low, high) if low is not None or high is not None else x,
    "Softmax": lambda x, axis=-1: torch.softmax(x, axis), "LogSoftmax": lambda x, axis=-1: torch.log_softmax(x, axis),
    "ReduceSum": lambda x, axes=None, **a: reduce(lambda t, d, k: torch.sum(t, d, k, dtype=t.dtype), x, axes, a),
    "ReduceMax": lambda x, axes=None, **a: reduce(torch.amax, x, axes, a), "ReduceMin": lambda x, axes=None, **a: reduce(torch.amin, x, axes, a),
    "ReduceMean": floats(lambda x, axes=None, **a: reduce(torch.mean, x, axes, a)),
    "ReduceProd": lambda x, axes=None, **a: reduce(product, x, axes, a), "GatherElements": gather_elements, "Pad": pad,
    "ArgMax": lambda x, axis=0, keepdims=1, select_last_index=0: missing("the last of several") if select_last_index else torch.argmax(x, axis, bool(keepdims)),
    "Reshape": lambda x, shape, **_: x.reshape(ints(shape)), "Flatten": lambda x, axis=1: x.reshape(int(np.prod(x.shape[:axis])), int(np.prod(x.shape[axis:]))),
    "Transpose": lambda x, perm=None: x.permute(perm if perm is not None else list(range(x.dim()))[::-1]),
    "Squeeze": lambda x, axes=None: x.squeeze() if axes is None else x.squeeze(tuple(ints(axes))),
    "Concat": lambda *xs, axis: torch.cat(xs, axis), "Split": lambda x, sizes, axis=0, **_: torch.split(x, ints(sizes), axis),
    "Expand": lambda x, shape: x.expand(torch.broadcast_shapes(x.shape, ints(shape))), "Shape": lambda x, start=0, end=None: torch.tensor(list(x.shape)[start:end], dtype=torch.int64),
    "Slice": slice_, "Gather": gather, "Conv": conv, "ConvTranspose": conv_transpose, "MaxPool": pool("max"), "AveragePool": pool("avg"),
    "GlobalAveragePool": lambda x: x.mean(list(range(2, x.dim())), True), "BatchNormalization": batch_norm, "LayerNormalization": layer_norm,
}


def unsqueeze(x, axes):
    rank = x.dim() + len(ints(axes))
    for axis in sorted(axis % rank for axis in ints(axes)):
        x = x.unsqueeze(axis)
    return x


OPERATORS["Unsqueeze"] = unsqueeze


def attribute(value):
    value = helper.get_attribute_value(value)
    return value.decode() if isinstance(value, bytes) else value


def run(data, *inputs):
    graph = onnx.load_model_from_string(data).graph
    constants = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in graph.initializer}
    steps = []
    for node in graph.node:
        attributes = {a.name: attribute(a) for a in node.attribute}
        if node.op_type == "Constant":
            constants[node.output[0]] = torch.from_numpy(numpy_helper.to_array(attributes["value"]).copy())
        elif node.op_type not in OPERATORS:
            raise Missing(node.op_type)
        else:
            steps.append((OPERATORS[node.op_type], list(node.input), attributes, list(node.output)))

    def program(*given):
        values = {**constants, **{value.name: t for value, t in zip(graph.input, given)}, "": None}
        for operator, names, attributes, outputs in steps:
            result = operator(*[values[name] for name in names], **attributes)
            values.update(zip(outputs, result if isinstance(result, (tuple, list)) else [result]))
        return [values[value.name] for value in graph.output]

    tensors = [torch.from_numpy(numpy_helper.to_array(onnx.TensorProto.FromString(t)).copy()) for t in inputs]
    program(*tensors)  # what is missing shows before anything is compiled
    if COMPILE:
        torch._dynamo.reset()
        results = torch.compile(program)(*tensors)
    else:
        results = program(*tensors)
    return [numpy_helper.from_array(result.detach().contiguous().numpy()).SerializeToString() for result in results]


def words(count):
    data = source.read(4 * count)
    return struct.unpack(f"<{count}I", data) if len(data) == 4 * count else None


def answer(kind, *parts):
    sink.write(struct.pack("<2I", kind, len(parts)) + b"".join(struct.pack("<I", len(p)) + p for p in parts))
    sink.flush()


answer(READY, f"torch {torch.__version__}{' compiled' if COMPILE else ''}".encode())
while head := words(1):
    parts = [source.read(words(1)[0]) for _ in range(head[0])]
    try:
        answer(RESULTS, *run(*parts))
    except Missing as error:
        answer(UNSUPPORTED, str(error).encode())
    except (NotImplementedError, TypeError) as error:
        answer(UNSUPPORTED, f"{type(error).__name__}: {error}".encode())
    except Exception as error:
        answer(UNSUPPORTED if any(words in str(error) for words in REFUSALS) else FAILURE, f"{type(error).__name__}: {error}".encode())
