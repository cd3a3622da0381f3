"""Asks ONNX and ONNX Runtime about models that `dimwright generate` wrote.

    python corpus/record/check_generated.py FOLDER

Every model goes through onnx.checker with full shape inference, and through ONNX Runtime with every data set; what
comes out has to lie within the bounds beside the expected outputs. Prints counts and each kind of refusal with one
example; exits with 1 where the checker refuses a model, or where ONNX Runtime refuses one for another reason than an
operator and element type that it does not implement, or a limit of its own that is explained below. Where it gives
other results is for `dimwright fuzz` to look into; they are counted.
"""
import collections
import json
import pathlib
import re
import sys

import numpy
import onnx
import onnxruntime
from onnx import numpy_helper

ABSENT = ("NOT_IMPLEMENTED", "Could not find an implementation", "is not supported")

# Why ONNX Runtime refuses what ONNX allows: part of its message, and the reason.
EXPLAINED = {
    "Pad should be smaller than kernel": "it wants pads below the kernel's extent, though dilation widens the window",
    "Only N can be zero": "it pools no images without rows or channels",
    "invalid channel count": "its blocked layout does not foresee images without channels",
    "output_padding (": "it wants output_padding below the stride; PyTorch allows what is below the dilation too",
    "must be at least 1, got 0": "it normalises no empty axes",
    "operand cannot broadcast": "its product of an empty stack of matrices with a vector",
    "not defined for empty set with bool type": "no largest element of no bools, though ONNX says false",
    "Unexpected mode of 3": "it wraps no empty tensors around",
}


def tensors(folder, kind):
    found = {}
    for path in folder.glob(f"{kind}_*.pb"):
        found[int(path.stem.split("_")[1])] = numpy_helper.to_array(onnx.load_tensor(path))
    return found


def difference(expected, actual, bound):
    if expected.dtype != actual.dtype or expected.shape != actual.shape:
        return f"gives {actual.dtype}{list(actual.shape)}, not {expected.dtype}{list(expected.shape)}"
    if expected.dtype.kind != "f":
        wrong = expected != actual
        if bound is not None:
            wrong &= ~(bound >= 1)
    else:
        with numpy.errstate(all="ignore"):
            slack = 0.0 if bound is None else bound
            apart = numpy.abs(expected.astype("f8") - actual.astype("f8"))
        wrong = ~((expected == actual) | (numpy.isnan(expected) & numpy.isnan(actual)) | (apart <= slack) | (numpy.broadcast_to(slack, expected.shape) == numpy.inf))
    if not wrong.any():
        return None
    at = int(numpy.flatnonzero(wrong.ravel())[0])
    return f"element {at} is {actual.ravel()[at]}, not {expected.ravel()[at]}"


def run(path):
    """What ONNX Runtime makes of the model: `agrees`, or a kind of trouble and its text."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(str(path / "model.onnx"), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        text = str(error)
        return ("does not implement" if any(word in text for word in ABSENT) else "refuses", text)
    for folder in sorted(path.glob("test_data_set_*")):
        inputs, outputs, bounds = tensors(folder, "input"), tensors(folder, "output"), tensors(folder, "bound")
        feeds = {given.name: inputs[i] for i, given in enumerate(session.get_inputs())}
        try:
            results = session.run(None, feeds)
        except Exception as error:
            return ("fails", str(error))
        for i, result in enumerate(results):
            found = difference(outputs[i], numpy.asarray(result), bounds.get(i))
            if found:
                return ("disagrees", f"output {i} of {folder.name} {found}")
    return ("agrees", "")


def main():
    cases = sorted(pathlib.Path(sys.argv[1]).glob("case_*"))
    counts = collections.Counter()
    kinds = collections.defaultdict(list)
    ways = collections.Counter()
    for case in cases:
        about = json.loads((case / "case.json").read_text())
        ways.update(about["ways"] or ["plain"])
        try:
            model = onnx.load(case / "model.onnx")
            onnx.checker.check_model(model, full_check=True)
            onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
            counts["onnx accepts"] += 1
        except Exception as error:
            counts["onnx refuses"] += 1
            kinds["onnx refuses: " + kind_of(str(error))].append(case.name)
        verdict, text = run(case)
        reason = next((why for part, why in EXPLAINED.items() if part in text), None) if verdict in ("refuses", "fails") else None
        if reason:
            verdict, text = "limits", reason
        counts[f"onnxruntime {verdict}"] += 1
        if verdict != "agrees":
            kinds[f"onnxruntime {verdict}: " + (reason or kind_of(text))].append(case.name)
    print(f"{len(cases)} models ({', '.join(f'{n} {way}' for way, n in sorted(ways.items()))}); onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}")
    for name, n in sorted(counts.items()):
        print(f"{n:6} {name}")
    for kind, names in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f"{len(names):6} {kind}  (such as {names[0]})")
    sys.exit(1 if any(counts[bad] for bad in ("onnx refuses", "onnxruntime refuses", "onnxruntime fails")) else 0)


def kind_of(text):
    """The text without names and numbers of one model."""
    found = re.search(r"implementation for (\w+)\((\d+)\)", text)
    if found:
        types = re.search(r"input types?:? *\(?([^)]*)\)?", text)
        return f"{found[1]} {types[1] if types else ''}".strip()
    return re.sub(r"\b[vx]\d+\w*|\d+", "_", text.replace("\n", " "))[:150]


main()
