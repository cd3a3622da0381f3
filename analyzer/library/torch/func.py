# torch.func: functions of functions. A mapped function meets one sample; what it gives has the axis of the samples again.
from dimwright import must, tensor, unknown_tensor, dims, dtype_of, is_tensor, kind, known, unknown
from torch._support import _same


def functional_call(module, parameter_and_buffer_dicts, args=None, kwargs=None, *, tie_weights=True, strict=False):
    # sizes of given parameters are taken to be those of its own
    args = () if args is None else args if isinstance(args, tuple) else (args,)
    return module(*args, **({} if kwargs is None else kwargs))


def vmap(func, in_dims=0, out_dims=0, randomness='error', *, chunk_size=None):
    def mapped(*args):
        count = [None]
        ones = [_sample(a, in_dims[i] if isinstance(in_dims, tuple) else in_dims, count) for i, a in enumerate(args)]
        return _batched(func(*ones), count[0], out_dims)
    return mapped


def _sample(x, dim, count):
    if isinstance(x, (tuple, list)):
        return tuple([_sample(each, dim[i] if isinstance(dim, tuple) else dim, count) for i, each in enumerate(x)])
    if kind(x) == 'dict':
        return {name: _sample(each, dim[name] if kind(dim) == 'dict' else dim, count) for name, each in x.items()}
    if dim is None or not is_tensor(x):
        return x
    if dims(x) is None:
        return unknown_tensor('one of many samples', dtype_of(x), x)
    if count[0] is not None:
        must('Vmap/size', dims(x)[dim] == count[0], given=dims(x)[dim], expected=count[0], x=x)
    count[0] = dims(x)[dim]
    return x.select(dim, 0)


def _batched(x, count, dim):
    if isinstance(x, tuple):
        return tuple([_batched(each, count, dim[i] if isinstance(dim, tuple) else dim) for i, each in enumerate(x)])
    if kind(x) == 'dict':
        return {name: _batched(each, count, dim) for name, each in x.items()}
    if not is_tensor(x):
        return x
    d = dims(x)
    if d is None or count is None or not known(dim):
        return unknown_tensor('many samples', dtype_of(x), x)
    a = dim + len(d) + 1 if dim < 0 else dim
    return tensor(d[:a] + (count,) + d[a:], dtype_of(x), x)


def _like(x):
    if is_tensor(x):
        return _same(x)
    if kind(x) == 'dict':
        return {name: _like(each) for name, each in x.items()}
    return tuple([_like(each) for each in x]) if isinstance(x, (tuple, list)) else unknown('a gradient')


def grad_and_value(func, argnums=0, has_aux=False):
    def run(*args, **kwargs):
        out = func(*args, **kwargs)
        g = _like(args[argnums]) if kind(argnums) == 'int' else tuple([_like(args[i]) for i in argnums])
        return (g, out)
    return run


def grad(func, argnums=0, has_aux=False):
    both = grad_and_value(func, argnums, has_aux)

    def run(*args, **kwargs):
        g, out = both(*args, **kwargs)
        return (g, out[1]) if has_aux else g
    return run


def jacrev(func, argnums=0, **options):
    def run(*args):
        out, x = func(*args), args[argnums] if kind(argnums) == 'int' else None
        if is_tensor(out) and is_tensor(x) and dims(out) is not None and dims(x) is not None:
            return tensor(dims(out) + dims(x), dtype_of(out), out)
        return unknown('derivatives')
    return run


jacfwd = jacrev
def hessian(func, argnums=0): return jacrev(jacrev(func, argnums), argnums)
def stack_module_state(models): return (unknown('stacked parameters'), unknown('stacked buffers'))
