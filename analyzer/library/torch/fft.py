# torch.fft: transforms keep the sizes of the axes that they do not transform; real input leaves half of the last axis.
from dimwright import tensor, unknown_tensor, dims, dtype, dtype_of, dtype_name, must, kind, with_dtype
from torch._support import _same, _axis, _placed, float32

complex64 = dtype('complex64')
complex128 = dtype('complex128')


def _wave(x): return complex128 if dtype_name(x) == 'float64' or dtype_name(x) == 'complex128' else complex64
def _real(x): return dtype('float64') if dtype_name(x) == 'float64' or dtype_name(x) == 'complex128' else float32


def _axes_of(x, s, dim, default):
    if dim is not None:
        return [dim] if kind(dim) == 'int' else list(dim)
    return list(range(-len(s), 0)) if s is not None else list(default)


def _sized(x, s, axes, t):
    # each transformed axis is cut or filled up to the given size
    d = dims(x)
    if d is None:
        return unknown_tensor('a Fourier transform', t)
    sizes = list(d)
    for i, a in enumerate(axes):
        if s is not None and s[i] is not None:
            sizes[_axis(x, a)] = s[i]
        else:
            _axis(x, a)
    return tensor(sizes, t, x)


def _halved(x, a):
    d = list(dims(x))
    d[a] = d[a] // 2 + 1
    return tensor(d, dtype_of(x), x)


def _is_real_input(name, x):
    return must('Fft/real', dtype_name(x) not in ('complex64', 'complex128'), function=name, dtype=dtype_of(x), x=x)


def fft(input: Tensor, n=None, dim=-1, norm=None, out=None): return _sized(input, None if n is None else [n], [dim], _wave(input))
ifft = fft
def fft2(input, s=None, dim=(-2, -1), norm=None, out=None): return _sized(input, s, list(dim), _wave(input))
ifft2 = fft2
def fftn(input, s=None, dim=None, norm=None, out=None): return _same(input, _wave(input)) if s is None else _sized(input, s, _axes_of(input, s, dim, []), _wave(input))
ifftn = fftn


def rfft(input, n=None, dim=-1, norm=None, out=None): return _forward('rfft', input, None if n is None else [n], [dim])
def rfft2(input, s=None, dim=(-2, -1), norm=None, out=None): return _forward('rfft2', input, s, list(dim))
def rfftn(input, s=None, dim=None, norm=None, out=None): return _forward('rfftn', input, s, _axes_of(input, s, dim, [-1]))


def _forward(name, input, s, axes):
    if not _is_real_input(name, input):
        return unknown_tensor('a mistake before')
    x = _sized(input, s, axes, _wave(input))
    return x if dims(x) is None else _halved(x, axes[-1])


def irfft(input, n=None, dim=-1, norm=None, out=None): return _back(input, None if n is None else [n], [dim])
hfft = irfft
def irfft2(input, s=None, dim=(-2, -1), norm=None, out=None): return _back(input, s, list(dim))
def irfftn(input, s=None, dim=None, norm=None, out=None): return _back(input, s, _axes_of(input, s, dim, [-1]))


def _back(input, s, axes):
    d = dims(input)
    if d is None:
        return unknown_tensor('a Fourier transform', _real(input))
    last = axes[-1]
    sizes = [None for _ in axes] if s is None else list(s)
    if sizes[-1] is None:
        sizes[-1] = 2 * (d[last] - 1)
    return _sized(input, sizes, axes, _real(input))


def fftfreq(n, d=1.0, dtype=None, device=None, **kwargs): return _placed(tensor((n,), float32 if dtype is None else dtype), {'device': device})
def rfftfreq(n, d=1.0, dtype=None, device=None, **kwargs): return _placed(tensor((n // 2 + 1,), float32 if dtype is None else dtype), {'device': device})
def fftshift(input, dim=None): return _same(input)
ifftshift = fftshift
