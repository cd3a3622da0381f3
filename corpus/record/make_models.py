"""Makes the small ONNX models of corpus/models and records what onnx and onnxruntime say of each.

Out: NAME.onnx and verdicts.json in corpus/models, and an exit status of 1 when a right model does not run, a wrong
one does, or an engine blames another node than the planted one. Weights come from a fixed seed: same bytes each time.
"""
import datetime
import json
import pathlib
import re
import sys

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, checker, helper, numpy_helper, shape_inference

MODELS = pathlib.Path(__file__).resolve().parent.parent / 'models'
FLOAT, INT64, BOOL = TensorProto.FLOAT, TensorProto.INT64, TensorProto.BOOL


class Model:
    """A graph under construction: weights and nodes are added in order, every node has a name."""

    def __init__(self, inputs, outputs, opset=17):
        self.inputs, self.outputs, self.opset = inputs, outputs, opset
        self.nodes, self.weights = [], []
        self.random = np.random.default_rng(7)

    def weight(self, name, *shape, scale=0.3):
        return self.constant(name, (self.random.standard_normal(shape) * scale).astype(np.float32))

    def constant(self, name, value):
        self.weights.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def ints(self, name, *values):
        return self.constant(name, np.array(values, np.int64))

    def node(self, kind, name, inputs, outputs=None, **attributes):
        outputs = [f'{name}_out'] if outputs is None else outputs
        self.nodes.append(helper.make_node(kind, inputs, outputs, name=name, **attributes))
        return outputs[0] if len(outputs) == 1 else outputs

    def save(self, name):
        def value(entry):
            return helper.make_tensor_value_info(entry[0], entry[1], entry[2])
        graph = helper.make_graph(self.nodes, name, [value(i) for i in self.inputs], [value(o) for o in self.outputs], self.weights)
        model = helper.make_model(graph, producer_name='dimwright-corpus', opset_imports=[helper.make_opsetid('', self.opset)])
        model.ir_version = 8
        path = MODELS / f'{name}.onnx'
        path.write_bytes(model.SerializeToString(deterministic=True))
        return model, path


def cnn(channels_read=8):
    m = Model([('image', FLOAT, ['N', 3, 16, 16])], [('probabilities', FLOAT, ['N', 10])])
    x = m.node('Conv', 'conv1', ['image', m.weight('conv1_w', 8, 3, 3, 3), m.weight('conv1_b', 8)], pads=[1, 1, 1, 1])
    ones, zeros = m.constant('bn_ones', np.ones(8, np.float32)), m.constant('bn_zeros', np.zeros(8, np.float32))
    x = m.node('BatchNormalization', 'norm1', [x, ones, zeros, zeros, ones])
    x = m.node('Relu', 'relu1', [x])
    x = m.node('MaxPool', 'pool1', [x], kernel_shape=[2, 2], strides=[2, 2])
    x = m.node('Conv', 'conv2', [x, m.weight('conv2_w', 12, channels_read, 3, 3)], strides=[2, 2])
    x = m.node('Relu', 'relu2', [x])
    x = m.node('GlobalAveragePool', 'pool2', [x])
    x = m.node('Flatten', 'flatten', [x])
    x = m.node('Gemm', 'classify', [x, m.weight('fc_w', 10, 12), m.weight('fc_b', 10)], transB=1)
    m.node('Softmax', 'softmax', [x], ['probabilities'], axis=-1)
    return m


def mlp(forget_transpose=False):
    m = Model([('x', FLOAT, ['N', 20])], [('y', FLOAT, ['N', 4])], opset=13)
    x = m.node('Gemm', 'fc1', ['x', m.weight('w1', 16, 20), m.weight('b1', 16)], transB=1)
    x = m.node('Tanh', 'tanh1', [x])
    x = m.node('Gemm', 'fc2', [x, m.weight('w2', 12, 16), m.weight('b2', 12)], **({} if forget_transpose else {'transB': 1}), alpha=0.5)
    x = m.node('Sigmoid', 'sigmoid', [x])
    m.node('Gemm', 'fc3', [x, m.weight('w3', 12, 4)], ['y'])
    return m


def reshape_chain(rows=-1, heads=4):
    """(N, T, 24) → (N, T, heads, -1) with N and T taken from the tensor itself, as exporters write view(n, t, …)."""
    m = Model([('x', FLOAT, ['N', 'T', 24])], [('y', FLOAT, ['N', heads, 'T', 'd'])])
    shape = m.node('Shape', 'shape', ['x'])
    parts = []
    for axis in (0, 1):
        size = m.node('Gather', f'size{axis}', [shape, m.constant(f'index{axis}', np.array(axis, np.int64))], axis=0)
        parts.append(m.node('Unsqueeze', f'size{axis}_row', [size, m.ints(f'axis_of_{axis}', 0)]))
    target = m.node('Concat', 'target', [*parts, m.ints('tail', heads, rows)], axis=0)
    x = m.node('Reshape', 'split_heads', ['x', target])
    m.node('Transpose', 'heads_first', [x], ['y'], perm=[0, 2, 1, 3])
    return m


def attention(positions=10):
    m = Model([('tokens', FLOAT, ['N', 10, 16]), ('mask', BOOL, [10, 10])], [('y', FLOAT, ['N', 10, 16])])
    x = m.node('Add', 'add_positions', ['tokens', m.weight('positions', positions, 16)])
    h = m.node('LayerNormalization', 'norm', [x, m.constant('gain', np.ones(16, np.float32)), m.constant('offset', np.zeros(16, np.float32))], axis=-1)
    h = m.node('MatMul', 'qkv', [h, m.weight('qkv_w', 16, 48)])
    parts = m.node('Split', 'qkv_split', [h, m.ints('thirds', 16, 16, 16)], ['q', 'k', 'v'], axis=2)
    heads = m.ints('heads', 0, 10, 2, 8)
    q, k, v = (m.node('Transpose', f'{p}_t', [m.node('Reshape', f'{p}_heads', [p, heads])], perm=[0, 2, 3, 1] if p == 'k' else [0, 2, 1, 3]) for p in parts)
    scores = m.node('Div', 'scale', [m.node('MatMul', 'scores', [q, k]), m.constant('root', np.float32(8 ** 0.5))])
    scores = m.node('Where', 'masked', ['mask', scores, m.constant('low', np.float32(-1e9))])
    mixed = m.node('MatMul', 'mix', [m.node('Softmax', 'weights', [scores], axis=-1), v])
    mixed = m.node('Reshape', 'merge', [m.node('Transpose', 'steps_first', [mixed], perm=[0, 2, 1, 3]), m.ints('merged', 0, 10, 16)])
    m.node('Add', 'residual', [x, mixed], ['y'])
    return m


def upsample(padded=True):
    """A U-Net in small: 15 → pooled 7 → back to 14, which must be padded to meet the 15 of the skip path."""
    m = Model([('x', FLOAT, ['N', 2, 15, 12])], [('y', FLOAT, ['N', 1, 'H', 'W'])], opset=18)
    skip = m.node('Conv', 'first', ['x', m.weight('first_w', 4, 2, 3, 3)], pads=[1, 1, 1, 1])
    x = m.node('MaxPool', 'down', [skip], kernel_shape=[2, 2], strides=[2, 2])
    x = m.node('LeakyRelu', 'bend', [x], alpha=0.1)
    x = m.node('ConvTranspose', 'up', [x, m.weight('up_w', 4, 3, 2, 2)], strides=[2, 2])
    if padded:
        x = m.node('Pad', 'pad', [x, m.ints('pads', 0, 0, 0, 0, 0, 0, 1, 0)])
    x = m.node('Concat', 'join', [skip, x], axis=1)
    m.node('Conv', 'last', [x, m.weight('last_w', 1, 7, 1, 1)], ['y'])
    return m


def choose():
    """Integer work: the position of the best score, picked rows, a mask from Range and Less, a mean without kept axes."""
    m = Model([('scores', FLOAT, ['N', 6]), ('length', INT64, [])], [('picked', FLOAT, ['N', 3]), ('mean', FLOAT, ['N'])])
    best = m.node('ArgMax', 'best', ['scores'], axis=1, keepdims=0)
    m.node('Gather', 'pick', [m.weight('table', 6, 3), best], ['picked'], axis=0)
    steps = m.node('Range', 'steps', [m.constant('zero', np.int64(0)), m.constant('six', np.int64(6)), m.constant('one', np.int64(1))])
    mask = m.node('Cast', 'as_float', [m.node('Less', 'inside', [steps, 'length'])], to=FLOAT)
    total = m.node('Mul', 'keep', ['scores', mask])
    m.node('ReduceMean', 'average', [total], ['mean'], axes=[1], keepdims=0)
    return m


def two_layers(hidden):
    m = Model([('x', FLOAT, ['N', 28])], [('y', FLOAT, ['N', 10])])
    x = m.node('MatMul', 'layer1', ['x', m.weight('w1', 28, 16)])
    x = m.node('Relu', 'relu', [m.node('Add', 'bias1', [x, m.weight('b1', 16)])])
    m.node('MatMul', 'layer2', [x, m.weight('w2', hidden, 10)], ['y'])
    return m


def flatten_by_constant(features):
    m = Model([('image', FLOAT, [2, 1, 12, 12])], [('y', FLOAT, [2, 5])])
    x = m.node('Conv', 'conv', ['image', m.weight('w', 4, 1, 3, 3)])
    x = m.node('AveragePool', 'pool', [x], kernel_shape=[2, 2], strides=[2, 2])
    x = m.node('Reshape', 'flatten', [x, m.ints('target', 2, features)])
    m.node('MatMul', 'classify', [x, m.weight('head', features, 5)], ['y'])
    return m


# name: (model, None when it is right, else (the node at fault, the check that fails there))
MODELS_MADE = {
    'cnn-symbolic-batch': (cnn(), None),
    'mlp-gemm': (mlp(), None),
    'reshape-from-shape': (reshape_chain(), None),
    'attention-layer-norm': (attention(), None),
    'upsample-padded-skip': (upsample(), None),
    'choose-with-range': (choose(), None),
    'wrong-inner-dimension': (two_layers(hidden=32), ('layer2', 'MatMul/inner')),
    'wrong-reshape-count': (flatten_by_constant(features=144), ('flatten', 'Reshape/count')),
    'wrong-conv-channels': (cnn(channels_read=16), ('conv2', 'Conv/channels')),
    'wrong-concat-extents': (upsample(padded=False), ('join', 'Concat/extents')),
    'wrong-gemm-transposition': (mlp(forget_transpose=True), ('fc2', 'Gemm/inner')),
    'wrong-position-table': (attention(positions=11), ('add_positions', 'Add/broadcast')),
    'wrong-heads-do-not-divide': (reshape_chain(heads=5), ('split_heads', 'Reshape/divisible')),
}
SIZES = {'N': 3, 'T': 5}


def attempt(action):
    try:
        action()
        return {'accepts': True}
    except Exception as error:  # whatever an engine throws is its verdict
        lines = [line for line in str(error).splitlines() if line.strip()]
        message = next((line for line in lines if re.search(r'node', line, re.I)), lines[0] if lines else type(error).__name__)
        return {'accepts': False, 'message': message.replace(str(MODELS) + '/', '')}


def feeds(model):
    random = np.random.default_rng(1)
    made = {}
    for entry in model.graph.input:
        shape = [d.dim_value or SIZES[d.dim_param] for d in entry.type.tensor_type.shape.dim]
        kind = entry.type.tensor_type.elem_type
        made[entry.name] = {FLOAT: lambda: random.standard_normal(shape).astype(np.float32),
                            BOOL: lambda: np.tril(np.ones(shape, bool)),
                            INT64: lambda: np.full(shape, 4, np.int64)}[kind]()
    return made


def blamed(verdicts):
    for verdict in verdicts:
        found = re.search(r"(?:Node:|node name:|Name:'|Node \()\s*'?([A-Za-z_0-9]+)", verdict.get('message', ''))
        if found:
            return found.group(1)
    return None


def record(name, made, planted):
    model, path = made.save(name)
    options = ort.SessionOptions()
    options.log_severity_level = 4
    # Fused nodes are renamed; without optimisation a failure names the node that the file holds.
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL

    def run():
        session = ort.InferenceSession(str(path), options, providers=['CPUExecutionProvider'])
        session.run(None, feeds(model))
    verdicts = {
        'checker': attempt(lambda: checker.check_model(model, full_check=True)),
        'inference': attempt(lambda: shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)),
        'runtime': attempt(run),
    }
    node = blamed(verdicts.values())
    entry = {'file': path.name, 'outcome': 'ran' if verdicts['runtime']['accepts'] else 'raised'}
    if planted is not None:
        entry |= {'node': node, 'rule': planted[1]}
    entry |= verdicts | {'engine': f'onnxruntime {ort.__version__}, onnx {onnx.__version__}', 'recorded': datetime.date.today().isoformat()}
    right = all(v['accepts'] for v in verdicts.values())
    agrees = right if planted is None else not verdicts['runtime']['accepts'] and node == planted[0]
    print('ok  ' if agrees else 'DIFF', path.name, path.stat().st_size, 'bytes', '' if right else node)
    if not agrees:
        print(json.dumps(entry, indent=1))
    return entry, agrees


def main():
    MODELS.mkdir(exist_ok=True)
    results = [record(name, made, planted) for name, (made, planted) in MODELS_MADE.items()]
    (MODELS / 'verdicts.json').write_text(json.dumps([entry for entry, _ in results], indent=1) + '\n')
    return 0 if all(agrees for _, agrees in results) else 1


if __name__ == '__main__':
    sys.exit(main())
