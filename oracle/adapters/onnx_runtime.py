# ONNX Runtime for Python as an engine: often another release than the one on npm.
#   pip install onnxruntime onnx
#   dimwright fuzz --engine-command "python oracle/adapters/onnx_runtime.py"
import os
import struct
import sys

import onnx
import onnxruntime
from onnx import numpy_helper

RESULTS, FAILURE, UNSUPPORTED, READY = range(4)
source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)  # what libraries print would be taken for answers

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
options.log_severity_level = 4
options.enable_cpu_mem_arena = False
if "--disabled" in sys.argv:
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL


def words(count):
    data = source.read(4 * count)
    return struct.unpack(f"<{count}I", data) if len(data) == 4 * count else None


def answer(kind, *parts):
    sink.write(struct.pack("<2I", kind, len(parts)) + b"".join(struct.pack("<I", len(p)) + p for p in parts))
    sink.flush()


def run(model, *inputs):
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    feeds = {value.name: numpy_helper.to_array(onnx.TensorProto.FromString(data)) for value, data in zip(session.get_inputs(), inputs)}
    return [numpy_helper.from_array(result).SerializeToString() for result in session.run(None, feeds)]


answer(READY, f"onnxruntime {onnxruntime.__version__}".encode())
while head := words(1):
    parts = [source.read(words(1)[0]) for _ in range(head[0])]
    try:
        answer(RESULTS, *run(*parts))
    except Exception as error:
        text = str(error)
        missing = "NOT_IMPLEMENTED" in text or "Could not find an implementation" in text
        answer(UNSUPPORTED if missing else FAILURE, text.encode())
