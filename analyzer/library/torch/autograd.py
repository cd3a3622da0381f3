# torch.autograd: gradients asked for, and functions that bring their own.
from dimwright import is_tensor, dims, rank, kind, must, outside_graph, is_walked, walk_back, tensor, unknown_tensor, unknown, some_bool, dtype_of
from torch._support import _same


def Variable(x, **kwargs): return x


def _several(x): return list(x) if isinstance(x, (list, tuple)) else [x]


def grad(outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, allow_unused=None, is_grads_batched=False, materialize_grads=False):
    for y in _several(outputs):
        if is_tensor(y):
            if grad_outputs is None and dims(y) is not None:
                for n in dims(y):
                    must('Backward/scalar', n == 1, shape=dims(y), x=y)
            must('Backward/graph', not outside_graph(y), x=y)
            must('Backward/twice', not is_walked(y), x=y)
            if retain_graph is None and create_graph is False:
                walk_back(y)
    wanted = inputs if kind(inputs) == 'unknown' else _several(inputs)
    for x in wanted:
        if is_tensor(x):
            must('Backward/graph', not outside_graph(x), x=x)
    return tuple([_same(x) for x in wanted])


def backward(tensors, grad_tensors=None, retain_graph=None, create_graph=False, inputs=None):
    given = _several(grad_tensors) if grad_tensors is not None else []
    for i, y in enumerate(_several(tensors)):
        y.backward(given[i] if i < len(given) else None)


class _Context:
    saved_tensors = ()
    needs_input_grad = unknown('needs_input_grad')
    def save_for_backward(self, *tensors): self.saved_tensors = tensors
    def save_for_forward(self, *tensors): return None
    def mark_dirty(self, *tensors): return None
    def mark_non_differentiable(self, *tensors): return None
    def set_materialize_grads(self, value): return None


class Function:
    # what is computed forward is inside the graph if any of what it is made of is: that is left open
    def apply(cls, *args, **kwargs):
        context = _Context()
        if hasattr(cls, 'setup_context'):
            out = cls.forward(*args, **kwargs)
            cls.setup_context(context, args, out)
            return out
        return cls.forward(context, *args, **kwargs)

    apply = classmethod(apply)


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
