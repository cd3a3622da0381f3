# torch.special: functions of each element.
from torch._support import _floating
from torch._elementwise import exp2, expm1, erf, erfc, erfinv, log1p, logit, digamma, i0, sinc, xlogy
from torch._elementwise import sigmoid as expit, lgamma as gammaln
from torch._functions import softmax, log_softmax, logsumexp
def entr(input, out=None): return _floating(input * 1)
i0e = i1 = i1e = ndtr = ndtri = log_ndtr = erfcx = psi = entr
