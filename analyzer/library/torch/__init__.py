# The module torch: its element types and constants, and what lies in the files beside this one by its public name.
from dimwright import tensor as _make, unknown_tensor, dtype as _dtype, dtype_of, device_of, with_device, is_tensor, some_number, some_text
from torch._data import _Legacy
from torch._support import Size, _same, _placed, float32, int64, bool_ as bool
from torch._tensor import Tensor
from torch._surroundings import *
from torch._products import *
from torch._joining import *
from torch._functions import *
from torch._elementwise import *
from torch._spectra import *
from torch._create import *
import torch.nn as nn
import torch.autograd as autograd
import torch.cuda as cuda
import torch.distributed as distributed

float = float32
float64 = double = _dtype('float64')
float16 = half = _dtype('float16')
bfloat16 = _dtype('bfloat16')
long = int64
int32 = int = _dtype('int32')
int16 = short = _dtype('int16')
int8 = _dtype('int8')
uint8 = _dtype('uint8')
uint16 = _dtype('uint16')
uint32 = _dtype('uint32')
uint64 = _dtype('uint64')
complex64 = cfloat = _dtype('complex64')
complex128 = cdouble = _dtype('complex128')
FloatTensor = _Legacy(float32)
DoubleTensor = _Legacy(float64)
HalfTensor = _Legacy(float16)
LongTensor = _Legacy(int64)
IntTensor = _Legacy(int32)
BoolTensor = _Legacy(bool)
ByteTensor = _Legacy(uint8)
pi = 3.141592653589793
e = 2.718281828459045
nan = some_number()
newaxis = None
strided = None
__version__ = some_text()

# layers and losses that torch has too

def conv1d(input: Tensor, weight: Tensor, *args, **kwargs): return nn.functional.conv1d(input, weight, *args, **kwargs)
def conv2d(input: Tensor, weight: Tensor, *args, **kwargs): return nn.functional.conv2d(input, weight, *args, **kwargs)
def conv3d(input: Tensor, weight: Tensor, *args, **kwargs): return nn.functional.conv3d(input, weight, *args, **kwargs)
def conv_transpose2d(input: Tensor, weight: Tensor, *args, **kwargs): return nn.functional.conv_transpose2d(input, weight, *args, **kwargs)
def max_pool2d(input: Tensor, kernel_size, *args, **kwargs): return nn.functional.max_pool2d(input, kernel_size, *args, **kwargs)
def adaptive_avg_pool1d(input: Tensor, output_size): return nn.functional.adaptive_avg_pool1d(input, output_size)
def layer_norm(input: Tensor, normalized_shape, *args, **kwargs): return nn.functional.layer_norm(input, normalized_shape, *args, **kwargs)
def group_norm(input: Tensor, num_groups, *args, **kwargs): return nn.functional.group_norm(input, num_groups, *args, **kwargs)
def pixel_shuffle(input: Tensor, upscale_factor): return nn.functional.pixel_shuffle(input, upscale_factor)
def bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias=None): return nn.functional.bilinear(input1, input2, weight, bias)
def embedding(weight: Tensor, indices: Tensor, padding_idx=-1, scale_grad_by_freq=False, sparse=False): return nn.functional.embedding(indices, weight)
def cosine_similarity(x1: Tensor, x2: Tensor, dim=1, eps=1e-8): return nn.functional.cosine_similarity(x1, x2, dim)
def pairwise_distance(x1: Tensor, x2: Tensor, p=2.0, eps=1e-6, keepdim=False): return nn.functional.pairwise_distance(x1, x2, keepdim=keepdim)
def binary_cross_entropy_with_logits(input: Tensor, target: Tensor, *args, **kwargs): return nn.functional.binary_cross_entropy_with_logits(input, target, *args, **kwargs)
def ctc_loss(*args, **kwargs): return nn.functional.ctc_loss(*args, **kwargs)


def vmap(func, in_dims=0, out_dims=0, randomness='error', chunk_size=None):
    import torch.func
    return torch.func.vmap(func, in_dims, out_dims)


def sparse_coo_tensor(indices, values=None, size=None, dtype=None, **kwargs):
    if size is not None:
        x = _make(tuple(size), dtype if dtype is not None else dtype_of(values) if is_tensor(values) else float32)
        # it lies where its values do
        return with_device(x, device_of(values)) if kwargs.get('device') is None and is_tensor(values) else _placed(x, kwargs)
    return unknown_tensor('a sparse tensor without a size')


sparse_csr_tensor = sparse_csc_tensor = sparse_coo_tensor
spmm = dsmm = mm


class sparse:
    mm = mm
    def softmax(x, dim, dtype=None): return _same(x)
    log_softmax = softmax
    def sum(x, dim=None, dtype=None): return x.sum(dim)
