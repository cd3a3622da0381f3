# Tensors: what methods, properties and operators do to shapes and element types. Shapes are computed by the
# operators' own rules (op.*); sizes are ints that may be symbolic.
from dimwright import (
    tensor, unknown_tensor, dtype_of, dtype_name, strides_of, needs_gradient, by_hand, through_rest, graph_of, is_parameter, warn, leaf, without_graph, detached, outside_graph, is_walked, walk_back, lose_gradients, dims, rank, tail, with_dtype, is_tensor, kind, fresh, must, unknown, some_bool, some_number,
    known, shape_of, sizes_of, turns, permuted, in_rows, lies_in_rows, device_of, device_code, with_device, set_field, as_tensor, as_array, is_shape, give_away, some_text, made_by)
from torch._certain import kept
import torch._gradients
from torch._course import Course, went
from torch._support import _flat, _is_float, known_int, _kept, _at_default, float32, int64, bool_, _same
from torch._data import _Legacy, _from_data, _legacy
from torch._device import Device, code_of
from torch._arithmetic import Arithmetic
from torch._moving import Moving
from torch._picking import Picking
from torch._reductions import Reductions


class Tensor(Arithmetic, Moving, Picking, Reductions):
    def __new__(cls, *args, **kwargs):
        args = tuple([as_tensor(a) for a in args])
        if len(args) == 1 and is_tensor(args[0]):
            return with_dtype(args[0], float32)
        if len(args) == 1 and is_shape(args[0]):
            return _at_default(tensor(args[0], float32))
        if len(args) == 1 and isinstance(args[0], (list, tuple)):
            return _at_default(with_dtype(_from_data(args[0]), float32))
        return _at_default(tensor(args, float32))

    @property
    def shape(self):
        return shape_of(self)

    @property
    def dtype(self):
        return dtype_of(self)

    @property
    def ndim(self):
        r = rank(self)
        return unknown('a rank') if r is None else r

    @property
    def T(self):
        d = dims(self)
        return unknown_tensor('a transpose', dtype_of(self), self) if d is None else permuted(self, list(range(len(d)))[::-1])

    @property
    def mT(self):
        return self.transpose(-2, -1)

    H = mT

    @property
    def device(self):
        code = device_of(self)
        if code is None or not known(code):
            d = Device(unknown('a device') if code is None else 'device')
            set_field(d, 'code', code)
            return d
        return Device('cpu' if code == 0 else 'meta' if code == 1002 else 'mps' if code == 1001 else 'cuda', None if code == 0 or code > 1000 else code - 1)

    @property
    def grad(self):
        by_hand(True)
        return None if outside_graph(self) else _same(self)

    @property
    def data(self):
        return detached(self)

    @property
    def is_cuda(self):
        code = device_of(self)
        return code >= 1 and code < 1001 if kind(code) == 'int' else some_bool('a tensor is on a GPU')

    @property
    def requires_grad(self):
        return some_bool('a tensor requires a gradient')

    @property
    def grad_fn(self):
        return unknown('grad_fn')

    @property
    def is_leaf(self):
        return some_bool('a tensor is a leaf')

    @property
    def real(self):
        return self._part()

    imag = real

    @property
    def itemsize(self):
        return self.element_size()

    @property
    def nbytes(self):
        return self.element_size() * self.numel()

    @property
    def is_sparse(self):
        return False

    @property
    def names(self):
        return unknown('names of axes')

    def is_complex(self): return dtype_name(self) in ('complex64', 'complex128')
    def get_device(self): return fresh('device', -1)

    def size(self, dim=None):
        d = dims(self)
        if d is None:
            k = tail(self)
            if dim is not None and k is not None and dim < 0 and -dim <= len(k):
                return k[dim]
            return shape_of(self) if dim is None else shape_of(self)[dim]
        if dim is None:
            return shape_of(self)
        must('View/axes', dim >= -len(d) and dim < len(d), axis=dim, rank=len(d), x=self)
        return d[dim]

    def dim(self):
        return self.ndim

    ndimension = dim

    def numel(self):
        d = dims(self)
        if d is None:
            return unknown('the number of elements')
        n = 1
        for k in d:
            n = n * k
        return n

    nelement = numel

    def element_size(self):
        return 4

    def stride(self, dim=None):
        s = strides_of(self)
        return unknown('strides') if s is None else s if dim is None else s[dim]

    def storage_offset(self): return fresh('offset')

    def __len__(self):
        d = dims(self)
        return unknown('the length of a tensor') if d is None else d[0]

    def __iter__(self):
        d = dims(self)
        if d is None:
            return turns(unknown_tensor('a row', dtype_of(self), self, -1))
        if known_int(d[0]) and d[0] <= 64:
            return tuple([self[i] for i in range(d[0])])
        return turns(self[0])

    def __bool__(self):
        return some_bool('')

    def _one(self):
        d = dims(self)
        if d is not None:
            for n in d:
                must('Tensor/item', n == 1, shape=d, x=self)

    def __int__(self):
        self._one()
        s = sizes_of(self)
        return s[0] if s is not None and len(s) == 1 else fresh('number', -9007199254740991)

    def __float__(self):
        self._one()
        return some_number()

    def __index__(self):
        return fresh('number')

    def __contains__(self, other):
        return some_bool('')

    # element types

    def to(self, *args, **kwargs):
        t = kwargs.get('dtype')
        place = kwargs.get('device')
        x = self
        if 'other' in kwargs:
            args = (kwargs['other'],) + args
        for a in args:
            k = kind(a)
            if k == 'dtype':
                t = a
            elif is_tensor(a):
                t = dtype_of(a)
                x = with_device(x, device_of(a))
            elif k != 'bool' and k != 'none':
                place = a
        if place is not None:
            x = with_device(x, code_of(place))
        return x if t is None else with_dtype(x, t)

    def type(self, *args, **kwargs):
        if len(args) + len(kwargs) == 0:
            return some_text()
        t = kwargs.get('dtype') if len(args) == 0 else args[0]
        if kind(t) == 'dtype':
            return with_dtype(self, t)
        if isinstance(t, str):
            t = _legacy(t)
        if isinstance(t, _Legacy):
            return with_device(with_dtype(self, t.dtype), device_code(t.place))
        # another place as well, perhaps
        return with_device(with_dtype(self, unknown('an element type')), None)

    def type_as(self, other): return self.to(other) if is_tensor(other) else self
    def float(self): return with_dtype(self, float32)
    def double(self): return with_dtype(self, 'float64')
    def half(self): return with_dtype(self, 'float16')
    def bfloat16(self): return with_dtype(self, 'bfloat16')
    def long(self): return with_dtype(self, int64)
    def int(self): return with_dtype(self, 'int32')
    def short(self): return with_dtype(self, 'int16')
    def byte(self): return with_dtype(self, 'uint8')
    def char(self): return with_dtype(self, 'int8')
    def cfloat(self): return with_dtype(self, 'complex64')
    def cdouble(self): return with_dtype(self, 'complex128')
    def bool(self): return kept(self, with_dtype(self, bool_))
    def is_floating_point(self): return _is_float(dtype_of(self))
    def is_contiguous(self, *args, **kwargs):
        rows = lies_in_rows(self)
        return some_bool('a tensor is contiguous') if rows is None else rows

    # new tensors

    def new_zeros(self, *size, **kwargs): return _kept(tensor(_flat(size), kwargs.get('dtype', dtype_of(self)), in_rows(self)), kwargs)
    new_ones = new_empty = new_zeros
    def new_full(self, size, fill_value, **kwargs): return _kept(tensor(size, kwargs.get('dtype', dtype_of(self)), in_rows(self)), kwargs)
    def new_tensor(self, data, dtype=None, device=None, requires_grad=False):
        x = with_dtype(_from_data(data), dtype_of(self) if dtype is None else dtype)
        return with_device(x, device_of(self) if device is None else code_of(device))
    def new(self, *size): return tensor(_flat(size), dtype_of(self), self)

    # out of the world of tensors

    def item(self):
        self._one()
        t = dtype_of(self)
        if kind(t) == 'dtype' and not t.is_floating_point():
            return self.__int__()
        return some_number()

    def tolist(self): return unknown('the numbers of a tensor')
    def numpy(self, force=False):
        if force is not True and not must('Gradient/numpy', not needs_gradient(self), x=self):
            return unknown('a mistake before')
        return as_array(without_graph(self))

    __array__ = numpy

    def backward(self, gradient=None, retain_graph=False, create_graph=False, inputs=None, retain_variables=False):
        d = dims(self)
        t = dtype_of(self)
        must('NegativeLogLikelihoodLoss/target', made_by(self) != 'one label', target=(1,), expected=(), scores='[classes]', loss=self)
        if kind(t) == 'dtype':
            must('Gradient/dtype', t != int64 and t != bool_, dtype=t, x=self)
        if gradient is None and d is not None:
            for n in d:
                must('Backward/scalar', n == 1, shape=d, x=self)
        must('Backward/graph', not outside_graph(self), x=self)
        went('walk')
        warn('Backward/leaf', graph_of(self) != 'leaf' or is_parameter(self), x=self)
        if through_rest(self):
            Course.resting = True
        must('Backward/twice', not is_walked(self), x=self)
        # as retain_graph was called once
        retain_graph = retain_graph if retain_variables is False else retain_variables
        if retain_graph is False and create_graph is False and inputs is None or retain_graph is None and create_graph is False and inputs is None:
            walk_back(self)
        g = dims(gradient) if is_tensor(gradient) else None
        if g is not None and d is not None:
            same_size = len(g) == len(d) and all([a == b for a, b in zip(g, d)])
            must('Backward/gradient', same_size, given=g, expected=d, gradient=gradient, x=self)

    def requires_grad_(self, requires_grad=True):
        t = dtype_of(self)
        if requires_grad is True and kind(t) == 'dtype':
            must('Gradient/dtype', t.is_floating_point(), dtype=t, x=self)
        if requires_grad is not True:
            lose_gradients()
        return leaf(self) if requires_grad is True else without_graph(self)

    # it is called on the way back, with what is not there yet
    def register_hook(self, hook): return give_away(hook)
    def register_post_accumulate_grad_hook(self, hook): return give_away(hook)
    def storage(self): return unknown('a storage')
