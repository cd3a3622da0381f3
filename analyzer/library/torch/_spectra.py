# Short-time Fourier transforms and the windows that they take.
from dimwright import tensor as _make, unknown_tensor, dims, dtype, dtype_of, is_tensor, kind, known, must, fresh
from torch._support import float32, _placed

complex64 = dtype('complex64')


def hann_window(window_length, periodic=True, **kwargs): return _placed(_make((window_length,), kwargs.get('dtype', float32)), kwargs)
hamming_window = blackman_window = bartlett_window = kaiser_window = hann_window


def stft(input: Tensor, n_fft, hop_length=None, win_length=None, window=None, center=True, pad_mode='reflect', normalized=False, onesided=None, return_complex=None, align_to_window=None):
    d = dims(input)
    if d is None or kind(n_fft) != 'int':
        return unknown_tensor('a spectrogram', complex64)
    hop = n_fft // 4 if hop_length is None else hop_length
    width = n_fft if win_length is None else win_length
    w = dims(window) if is_tensor(window) else None
    if w is not None and not must('Stft/window', w[0] == width, given=w[0], expected=width, window=window, x=input):
        return unknown_tensor('a mistake before', complex64)
    n = d[-1] + (n_fft // 2 * 2 if center else 0)
    bins = n_fft if onesided is False else n_fft // 2 + 1
    out = d[:-1] + (bins, (n - n_fft) // hop + 1)
    return _make(out, complex64, input) if return_complex else _make(out + (2,), float32, input)


def istft(input: Tensor, n_fft, hop_length=None, win_length=None, window=None, center=True, normalized=False, onesided=None, length=None, return_complex=False):
    d = dims(input)
    if d is None or kind(n_fft) != 'int' or len(d) < 2:
        return unknown_tensor('a wave', float32)
    if not must('Stft/bins', d[-2] == n_fft // 2 + 1 or d[-2] == n_fft, given=d[-2], expected=n_fft // 2 + 1, x=input):
        return unknown_tensor('a mistake before', float32)
    hop = n_fft // 4 if hop_length is None else hop_length
    n = length if length is not None else (d[-1] - 1) * hop + (0 if center else n_fft)
    return _make(d[:-2] + (n,), float32, input)
