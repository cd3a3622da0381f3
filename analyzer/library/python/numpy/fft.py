# numpy.fft: spectra; a real one holds half of the frequencies.
from dimwright import as_array, tensor, unknown_tensor, dims, kind, known, dtype_name, same
from numpy._array import array, _axes, _t
from numpy._types import complex64, complex128, float32, float64, _as, _common


def _complex(x): return complex64 if dtype_name(_t(array(x))) in ('float32', 'float16', 'complex64') else complex128
def _real(x): return float32 if dtype_name(_t(array(x))) in ('float32', 'float16', 'complex64') else float64


def _spectrum(x, n, axis, t, extent=None):
    d = dims(_t(array(x)))
    if d is None or not known(axis):
        return as_array(unknown_tensor('a spectrum', t))
    a = axis + len(d) if axis < 0 else axis
    k = d[a] if n is None else n
    return as_array(tensor(d[:a] + (k if extent is None else extent(k, n),) + d[a + 1:], t))


def fft(x, n=None, axis=-1, norm=None): return _spectrum(x, n, axis, _complex(x))
ifft = fft
def rfft(x, n=None, axis=-1, norm=None): return _spectrum(x, n, axis, _complex(x), lambda k, n: k // 2 + 1)
def irfft(x, n=None, axis=-1, norm=None): return _spectrum(x, n, axis, _real(x), lambda k, n: 2 * (k - 1) if n is None else n)
hfft = irfft


def _all(x, s=None, axes=None, norm=None): return as_array(_as(same(_t(array(x))), _complex(x))) if s is None else as_array(unknown_tensor('a spectrum', _complex(x)))
fft2 = ifft2 = fftn = ifftn = _all
def rfft2(x, s=None, axes=(-2, -1), norm=None): return rfft(x) if s is None and axes == (-2, -1) else as_array(unknown_tensor('a spectrum', _complex(x)))
def irfft2(x, s=None, axes=(-2, -1), norm=None): return irfft(x) if s is None and axes == (-2, -1) else as_array(unknown_tensor('a signal', _real(x)))
def fftshift(x, axes=None): return as_array(same(_t(array(x))))
ifftshift = fftshift
def fftfreq(n, d=1.0): return as_array(tensor((n,), float64))
def rfftfreq(n, d=1.0): return as_array(tensor((n // 2 + 1,), float64))
