"""Records what ONNX Runtime computes for single operators: one file corpus/facts/NAME.json an operator.

In: operator names (all when none is named); the cases are in the cases_*.py files beside this one.
Out: the files, and an exit status of 1 when an engine refuses a case that should hold or accepts one that should not.
With --second-opinion each result is also compared with onnx's own reference evaluator; differences are printed, not stored.
"""
import datetime
import json
import math
import pathlib
import re
import sys

import numpy as np
import onnx
import onnxruntime as ort
from onnx import helper, numpy_helper

sys.dont_write_bytecode = True
import cases_elementwise
import cases_moving
import cases_reducing
import cases_windows

FACTS = pathlib.Path(__file__).resolve().parent.parent / 'facts'
OPSET = 17


def opset_of(operator):
    """The usual one, or the first that has the operator."""
    try:
        onnx.defs.get_schema(operator, OPSET)
        return OPSET
    except onnx.defs.SchemaError:
        return min(s.since_version for s in onnx.defs.get_all_schemas_with_history() if s.name == operator and s.domain == '')


MOST_ELEMENTS = 200
CASES = cases_elementwise.CASES | cases_moving.CASES | cases_reducing.CASES | cases_windows.CASES


def as_json(array):
    def number(value):
        if array.dtype == np.bool_:
            return int(value)
        if array.dtype.kind == 'i':
            whole = int(value)
            return whole if abs(whole) < 2 ** 53 else str(whole)
        if math.isnan(value):
            return 'NaN'
        if math.isinf(value):
            return 'Infinity' if value > 0 else '-Infinity'
        # The shortest decimal that gives this float32 (or float64) back.
        shortest = float(str(value))
        return int(shortest) if shortest.is_integer() and abs(shortest) < 1e6 and math.copysign(1, shortest) * shortest > 0 else shortest
    assert array.size <= MOST_ELEMENTS, f'{array.size} elements'
    return {'dtype': array.dtype.name, 'shape': list(array.shape), 'data': [number(v) for v in array.ravel()]}


def attribute_json(value):
    return as_json(value) if isinstance(value, np.ndarray) else value


def model_of(operator, case):
    names = [None if x is None else f'x{i}' for i, x in enumerate(case['inputs'])]
    outputs = [f'y{i}' for i in range(case['outputs'])]
    given = {n: x for n, x in zip(names, case['inputs']) if n is not None}
    attributes = {k: numpy_helper.from_array(v) if isinstance(v, np.ndarray) else v for k, v in case['attributes'].items()}
    node = helper.make_node(operator, [n or '' for n in names], outputs, **attributes)
    declared = [helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(x.dtype), x.shape) for n, x in given.items()]
    graph = helper.make_graph([node], operator, declared, [onnx.ValueInfoProto(name=n) for n in outputs])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', opset_of(operator))])
    model.ir_version = 8
    return model, given


def run(operator, case):
    model, given = model_of(operator, case)
    options = ort.SessionOptions()
    options.log_severity_level = 4
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    try:
        session = ort.InferenceSession(model.SerializeToString(), options, providers=['CPUExecutionProvider'])
        return session.run(None, given), None
    except Exception as error:  # the engine's refusal, whatever its class, is the fact
        # Paths and signatures of the engine's own C++ say nothing about the case.
        message = re.sub(r'/onnxruntime_src/\S+ (?:.*?\) )?(?:const )?(?:\[with [^\]]*\] )?', '', ' '.join(str(error).split()))
        return None, message[:300]


def second_opinion(operator, case, outputs):
    from onnx.reference import ReferenceEvaluator
    model, given = model_of(operator, case)
    try:
        others = ReferenceEvaluator(model).run(None, given)
    except Exception as error:
        return f'reference evaluator fails: {" ".join(str(error).split())[:100]}'
    for mine, other in zip(outputs, others):
        other = np.asarray(other)
        if mine.shape != other.shape or mine.dtype != other.dtype:
            return f'{mine.dtype}{mine.shape} here, {other.dtype}{other.shape} there'
        if not np.allclose(mine, other, rtol=1e-4, atol=1e-5, equal_nan=True):
            return f'{mine.ravel().tolist()} here, {other.ravel().tolist()} there'
    return None


def record(operator, case, opinions):
    outputs, message = run(operator, case)
    entry = {'name': case['name'], 'attributes': {k: attribute_json(v) for k, v in case['attributes'].items()},
             'inputs': [None if x is None else as_json(x) for x in case['inputs']]}
    if outputs is None:
        entry |= {'rejects': True, 'message': message} | ({'results': case['outputs']} if case['outputs'] > 1 else {})
    else:
        entry['outputs'] = [as_json(np.asarray(y)) for y in outputs]
        if opinions and (said := second_opinion(operator, case, outputs)):
            print(f'     {operator}, {case["name"]}: {said}')
    if case['differs'] is not None:
        entry['differs'] = case['differs']
    agrees = (outputs is None) == case['rejects'] and 'NOT_IMPLEMENTED' not in (message or '')
    if not agrees:
        print(f'DIFF {operator}, {case["name"]}: {message or entry["outputs"]}')
    return entry, agrees


def text_of(facts):
    """One line a tensor: small enough to read, and a changed value is one changed line."""
    def tensor(x):
        return json.dumps(x, separators=(',', ':'))

    def case(c):
        lines = [f'"name": {json.dumps(c["name"])}', f'"attributes": {json.dumps(c["attributes"])}']
        for key in ('inputs', 'outputs'):
            if key in c:
                lines.append(f'"{key}": [' + ','.join(f'\n    {tensor(x)}' for x in c[key]) + ']')
        lines += [f'"{key}": {json.dumps(c[key])}' for key in ('rejects', 'message', 'results', 'differs') if key in c]
        return '  { ' + ',\n    '.join(lines) + ' }'
    head = ', '.join(f'"{k}": {json.dumps(v)}' for k, v in facts.items() if k != 'cases')
    return '{ ' + head + ', "cases": [\n' + ',\n'.join(case(c) for c in facts['cases']) + '\n] }\n'


def main(parameters):
    opinions = '--second-opinion' in parameters
    named = [p for p in parameters if not p.startswith('--')] or sorted(CASES)
    FACTS.mkdir(exist_ok=True)
    wrong = 0
    for operator in named:
        results = [record(operator, case, opinions) for case in CASES[operator]]
        wrong += sum(not agrees for _, agrees in results)
        facts = {'operator': operator, 'engine': f'onnxruntime {ort.__version__}', 'opset': opset_of(operator),
                 'recorded': datetime.date.today().isoformat(), 'cases': [entry for entry, _ in results]}
        text = text_of(facts)
        json.loads(text)
        (FACTS / f'{operator}.json').write_text(text)
        print(f'{operator}: {len(results)} cases, {len(text)} bytes', flush=True)
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
