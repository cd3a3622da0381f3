"""NNSmith beside our generator: complete models (graph, weights, search, oracle) per second of processor time on one
thread, and the share whose values are finite everywhere with its vulnerable operators on.

    python bench/nnsmith.py CHECKOUT SECONDS

The last line is one JSON object. Its own settings throughout: the default method, 20 ms of search.
"""
import json
import os
import sys
import time
import warnings

checkout, seconds = sys.argv[1:]
sys.path.insert(0, checkout)
os.environ.setdefault("OMP_NUM_THREADS", "1")
warnings.filterwarnings("ignore")

import torch  # noqa: E402

torch.set_num_threads(1)

from nnsmith.abstract.extension import activate_ext  # noqa: E402
from nnsmith.graph_gen import model_gen  # noqa: E402
from nnsmith.materialize import Model  # noqa: E402
from nnsmith.narrow_spec import auto_opset  # noqa: E402

SIZES = (5, 10, 20, 40)


def complete(model_type, opset, nodes, seed):
    gen = model_gen(opset=opset, method="symbolic-cinit", seed=seed, max_nodes=nodes)
    model = model_type.from_gir(gen.make_concrete())
    model.refine_weights()
    return model, model.make_oracle()


def is_finite(model, oracle):
    """Runs once more and looks at every value on the way, as its own flag does."""
    net = model.torch_model
    net.check_intermediate_numeric = True
    with torch.no_grad():
        net(*[torch.from_numpy(value) for value in oracle.input.values()])
    return not net.invalid_found_last


def measured(model_type, opset, nodes, judge):
    """Models a second, of those that it completes, and what `judge` says about them."""
    made = failed = good = 0
    spent = 0.0
    seed = 0
    deadline = time.process_time() + float(seconds)
    while time.process_time() < deadline:
        seed += 1
        begin = time.process_time()
        try:
            model, oracle = complete(model_type, opset, nodes, seed)
            made += 1
        except Exception:  # it aborts now and then; that is part of its cost
            failed += 1
            continue
        finally:
            spent += time.process_time() - begin
        good += bool(judge and is_finite(model, oracle))
    return {"perSecond": made / spent, "share": good / max(1, made), "made": made, "failed": failed}


def main():
    model_type = Model.init("torch", backend_target="cpu")
    model_type.add_seed_setter()
    figures = {"graphsPerSecond": {}, "finiteShare": {}, "made": {}, "failed": {}}
    for vulnerable in (False, True):
        opset = auto_opset(model_type, None, vulops=vulnerable)
        activate_ext(opset=opset, factory=None)
        complete(model_type, opset, 5, 1)
        for nodes in SIZES:
            row = measured(model_type, opset, nodes, judge=vulnerable)
            if vulnerable:
                figures["finiteShare"][str(nodes)] = row["share"]
            else:
                figures["graphsPerSecond"][str(nodes)] = row["perSecond"]
            figures["made"][f"{nodes}{' vulnerable' if vulnerable else ''}"] = row["made"]
            figures["failed"][f"{nodes}{' vulnerable' if vulnerable else ''}"] = row["failed"]
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
