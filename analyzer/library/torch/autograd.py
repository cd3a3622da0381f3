# torch.autograd: gradients asked for, and functions that bring their own.
from dimwright import leaf, graph_of, gradients, is_parameter, is_tensor, dims, rank, kind, must, outside_graph, is_walked, walk_back, tensor, unknown_tensor, unknown, some_bool, dtype_of
from torch._support import _same


def Variable(x, requires_grad=False, volatile=False): return leaf(x) if requires_grad is True and is_tensor(x) else x


def _several(x): return list(x) if isinstance(x, (list, tuple)) else [x]


def grad(outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, only_inputs=True, allow_unused=None, is_grads_batched=False, materialize_grads=False):
    for y in _several(outputs):
        if is_tensor(y):
            if grad_outputs is None and dims(y) is not None:
                for n in dims(y):
                    must('Backward/scalar', n == 1, shape=dims(y), x=y)
            t = dtype_of(y)
            if kind(t) == 'dtype':
                must('Gradient/dtype', t.is_floating_point() or t.is_complex(), dtype=t, x=y)
            must('Backward/graph', not outside_graph(y), x=y)
            must('Backward/twice', not is_walked(y), x=y)
            if retain_graph is None and create_graph is False:
                walk_back(y)
    wanted = inputs if kind(inputs) == 'unknown' else _several(inputs)
    for x in wanted:
        if is_tensor(x):
            must('Backward/graph', not outside_graph(x), x=x)
            must('Gradient/unused', graph_of(x) != 'inner' or len([y for y in _several(outputs) if is_tensor(y) and graph_of(y) != 'leaf']) > 0, x=x)
    return tuple([_same(x) for x in wanted])


def backward(tensors, grad_tensors=None, retain_graph=None, create_graph=False, grad_variables=None, inputs=None):
    given = _several(grad_tensors) if grad_tensors is not None else []
    for i, y in enumerate(_several(tensors)):
        y.backward(given[i] if i < len(given) else None)


class _Context:
    # what forward leaves for backward
    def __init__(self, args):
        self.needs_input_grad = tuple([some_bool('needs_input_grad') for _ in args])
        self.saved_tensors = ()

    def save_for_backward(self, *tensors): self.saved_tensors = tensors
    def save_for_forward(self, *tensors): return None
    def mark_dirty(self, *tensors): return None
    def mark_non_differentiable(self, *tensors): return None
    def set_materialize_grads(self, value): return None


class Function:
    # what is computed forward is inside the graph if any of what it is made of is: that is left open, but where weights
    # are among it, backward is run too
    def apply(cls, *args, **kwargs):
        context = _Context(args)
        if hasattr(cls, 'setup_context'):
            out = cls.forward(*args, **kwargs)
            cls.setup_context(context, args, out)
        else:
            out = cls.forward(context, *args, **kwargs)
        learns = gradients(None) == 'on' and len([x for x in args if is_tensor(x) and (graph_of(x) is not None or is_parameter(x))]) > 0
        if learns and hasattr(cls, 'backward'):
            _fit(args, cls.backward(context, *[_same(y) if is_tensor(y) else y for y in (out if isinstance(out, tuple) else (out,))]))
        return out

    apply = classmethod(apply)


def _fit(args, grads):
    grads = grads if isinstance(grads, tuple) else (grads,)
    if not must('Gradient/count', len(grads) >= len(args), given=len(grads), expected=len(args)):
        return
    for i, x in enumerate(args):
        d = dims(x) if is_tensor(x) else None
        g = dims(grads[i]) if is_tensor(grads[i]) else None
        if d is None or g is None:
            continue
        fine = len(g) >= len(d)
        for j in range(len(d)):
            fine = fine and (d[-1 - j] == g[-1 - j] or d[-1 - j] == 1)
        must('Gradient/shape', fine, number=i, given=g, expected=d, x=x, gradient=grads[i])


class functional:
    def jacobian(func, inputs, create_graph=False, strict=False, vectorize=False, strategy='reverse-mode'):
        if not is_tensor(inputs):
            return unknown('a jacobian')
        y = func(inputs)
        a, b = dims(y) if is_tensor(y) else None, dims(inputs)
        return unknown_tensor('a jacobian') if a is None or b is None else tensor(a + b, dtype_of(y), y)

    def hessian(func, inputs, create_graph=False, strict=False, vectorize=False, outer_jacobian_strategy='reverse-mode'):
        if not is_tensor(inputs):
            return unknown('a hessian')
        func(inputs)
        d = dims(inputs)
        return unknown_tensor('a hessian') if d is None else tensor(d + d, dtype_of(inputs), inputs)


def gradcheck(func, inputs, *args, **kwargs): return some_bool('gradcheck')
def gradgradcheck(func, inputs, *args, **kwargs): return some_bool('gradgradcheck')


class _Mode:
    def __init__(self, *args, **kwargs):
        pass

    def __enter__(self): return self
    def __exit__(self, *args): return None


detect_anomaly = set_detect_anomaly = _Mode
