# onnx's own reference evaluator as an engine: the adapter protocol in thirty lines.
#   pip install onnx
#   dimwright fuzz --engine-command "python oracle/adapters/onnx_reference.py"
import os
import struct
import sys

import onnx
from onnx import numpy_helper
from onnx.reference import ReferenceEvaluator

RESULTS, FAILURE, UNSUPPORTED, READY = range(4)
source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)  # what libraries print would be taken for answers


def words(count):
    data = source.read(4 * count)
    return struct.unpack(f"<{count}I", data) if len(data) == 4 * count else None


def answer(kind, *parts):
    sink.write(struct.pack("<2I", kind, len(parts)) + b"".join(struct.pack("<I", len(p)) + p for p in parts))
    sink.flush()


def run(model, *inputs):
    graph = onnx.load_model_from_string(model)
    feeds = {value.name: numpy_helper.to_array(onnx.TensorProto.FromString(data)) for value, data in zip(graph.graph.input, inputs)}
    return [numpy_helper.from_array(result).SerializeToString() for result in ReferenceEvaluator(graph).run(None, feeds)]


answer(READY, f"onnx {onnx.__version__}".encode())
while head := words(1):
    parts = [source.read(words(1)[0]) for _ in range(head[0])]
    try:
        answer(RESULTS, *run(*parts))
    except NotImplementedError as error:
        answer(UNSUPPORTED, str(error).encode())
    except Exception as error:
        answer(FAILURE, f"{type(error).__name__}: {error}".encode())
