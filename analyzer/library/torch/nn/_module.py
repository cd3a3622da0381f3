# torch.nn: the base of all modules and the containers. A module registers what is assigned to it.
from dimwright import (is_user_class, turns, lose_gradients, by_hand, warn, call_text, mentions_parameters, arith, op, tensor, unknown_tensor, dims, rank, parameter, is_parameter, is_tensor, kind, fresh, must, unknown,
    set_field, get_field, fields, no_attribute, with_shape, dtype, dtype_of, known, some_bool, convert, buffer, is_buffer, give_away)
from torch._course import Course
from torch._device import code_of, gpu
from torch._support import _same, _at_default, default_dtype, float32
import torch.nn.functional as F


def Parameter(data=None, requires_grad=True):
    if not is_tensor(data):
        return unknown_tensor('a parameter')
    t = dtype_of(data)
    if requires_grad is True and kind(t) == 'dtype':
        must('Gradient/dtype', t.is_floating_point(), dtype=t, x=data)
    return parameter(data)


def _is_module(v): return kind(v) == 'instance' and isinstance(v, Module)


_LEARN_NOTHING = ('ReLU', 'LeakyReLU', 'ELU', 'GELU', 'SiLU', 'Tanh', 'Sigmoid', 'Softmax', 'LogSoftmax', 'Softplus', 'Dropout', 'Dropout2d', 'Flatten', 'Identity', 'MaxPool2d', 'AvgPool2d', 'AdaptiveAvgPool2d', 'Upsample',
                  'Sequential', 'ModuleList', 'ModuleDict')


def _learns_nothing(module):
    # surely: all that hangs on it is known
    if not is_user_class(module) and type(module).__name__ not in _LEARN_NOTHING:
        return False
    for value in fields(module).values():
        if kind(value) in ('unknown', 'alternatives') or is_parameter(value) or (_is_module(value) and not _learns_nothing(value)):
            return False
    return True


class Module:
    def __init__(self, *args, **kwargs):
        set_field(self, '_modules', True)

    training = True

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)

    def forward(self, *args):
        return unknown('a forward that is not defined')

    def children(self):
        return [v for k, v in fields(self, 'instance').items() if _is_module(v)]

    def named_children(self):
        return [(k, v) for k, v in fields(self, 'instance').items() if _is_module(v)]

    def modules(self, remove_duplicate=True):
        found = [self]
        for child in self.children():
            found.extend(child.modules())
        return found

    def named_modules(self, memo=None, prefix='', remove_duplicate=True):
        found = [(prefix, self)]
        for name, child in self.named_children():
            found.extend(child.named_modules(None, prefix + ('.' if prefix else '') + name))
        return found

    def parameters(self, recurse=True):
        found = self._all_parameters(recurse)
        # models of layers leave some out
        return found if len(found) > 0 or _learns_nothing(self) else turns(unknown_tensor('a parameter'))

    def _all_parameters(self, recurse):
        found = [v for k, v in fields(self, 'tensor').items() if is_parameter(v)]
        if recurse:
            for child in self.children():
                found.extend(child._all_parameters(True))
        _are_registered(self)
        return found

    def named_parameters(self, prefix='', recurse=True, remove_duplicate=True):
        found = [(prefix + ('.' if prefix else '') + k, v) for k, v in self._own_parameters()]
        if recurse:
            for name, child in self.named_children():
                found.extend(child.named_parameters(prefix + ('.' if prefix else '') + name))
        return found

    def _own_parameters(self): return [(k, v) for k, v in fields(self, 'tensor').items() if is_parameter(v)]

    def named_buffers(self, prefix='', recurse=True, remove_duplicate=True):
        found = [(prefix + ('.' if prefix else '') + k, v) for k, v in fields(self, 'tensor').items() if is_buffer(v)]
        if recurse:
            for name, child in self.named_children():
                found.extend(child.named_buffers(prefix + ('.' if prefix else '') + name))
        return found

    def buffers(self, recurse=True): return [v for k, v in self.named_buffers('', recurse)]

    def register_buffer(self, name: str, tensor, persistent=True): setattr(self, name, buffer(tensor))
    def register_parameter(self, name: str, param): setattr(self, name, param)
    def add_module(self, name: str, module): setattr(self, name, module)
    register_module = add_module

    def apply(self, fn):
        for module in self.modules():
            fn(module)
        return self

    def train(self, mode=True):
        if mode is True:
            Course.resting = False
        elif self.training is True and Course.last == 'step':
            set_field(self, '_rests', True)
        for module in self.modules():
            set_field(module, 'training', mode)
        return self

    def eval(self): return self.train(False)

    def to(self, *args, **kwargs):
        t, place = kwargs.get('dtype'), kwargs.get('device')
        for a in args:
            k = kind(a)
            if k == 'dtype':
                t = a
            elif is_tensor(a):
                t, place = dtype_of(a), a.device
            elif k != 'bool' and k != 'none':
                place = a
        return _converted(self, place, t)

    def cuda(self, device=None): return convert(self, gpu(device), None)
    def cpu(self): return convert(self, 0, None)
    def float(self): return convert(self, None, float32)
    def half(self): return convert(self, None, dtype('float16'))
    def double(self): return convert(self, None, dtype('float64'))
    def bfloat16(self): return convert(self, None, dtype('bfloat16'))
    def type(self, dst_type): return convert(self, None, dst_type)
    def share_memory(self): return self
    def requires_grad_(self, requires_grad=True):
        if requires_grad is not True:
            lose_gradients()
        return self

    def zero_grad(self, *args, **kwargs): by_hand(True)
    def compile(self, *args, **kwargs): return None
    def state_dict(self, *args, **kwargs): return dict(self._state(kwargs.get('prefix', '')))

    # what a module has itself, then what is in it: programs look entries up by their number
    def _state(self, prefix):
        found = [(prefix + k, v) for k, v in self._own_parameters() + self.named_buffers('', False)]
        for name, child in self.named_children():
            found.extend(child._state(prefix + name + '.'))
        return found

    def load_state_dict(self, state_dict, strict=True, assign=False):
        # sizes have to agree; which names there are is not looked at, since models of layers leave some out
        if kind(state_dict) == 'dict':
            for name, own in self.named_parameters() + self.named_buffers():
                given = state_dict.get(name)
                if is_tensor(given) and dims(given) is not None and dims(own) is not None:
                    same_size = len(dims(given)) == len(dims(own)) and all([a == b for a, b in zip(dims(given), dims(own))])
                    if not must('Module/state', same_size, name=name, given=dims(given), expected=dims(own), loaded=given, own=own):
                        break
        return unknown('missing and unexpected keys')

    def get_parameter(self, target): return dict(self.named_parameters())[target]
    def register_forward_hook(self, hook, *, prepend=False, with_kwargs=False, always_call=False): return _hooked(self, hook, False, with_kwargs)
    def register_forward_pre_hook(self, hook, *, prepend=False, with_kwargs=False): return _hooked(self, hook, True, with_kwargs)
    # what a hook does on the way back it does with gradients, which are as what they are of: it is called on the way there
    def register_full_backward_hook(self, hook, prepend=False): return _hooked(self, lambda module, args, out: _back(hook, module, args, out), False, False)
    register_backward_hook = register_full_backward_hook
    def register_full_backward_pre_hook(self, hook, prepend=False):
        give_away(hook)
        return _Hook([], None)

    def get_submodule(self, target):
        module = self
        for name in target.split('.'):
            module = getattr(module, name)
        return module

    def extra_repr(self): return ''



class _Hook:
    # what a hook can be taken away with
    def __init__(self, hooks, hook):
        self.hooks, self.hook = hooks, hook

    def remove(self):
        if self.hook in self.hooks:
            self.hooks.remove(self.hook)

    def __enter__(self): return self
    def __exit__(self, *args): self.remove()


def _back(hook, module, args, out):
    hook(module, tuple([_same(x) if is_tensor(x) else None for x in args]), tuple([_same(x) for x in (out if isinstance(out, tuple) else (out,)) if is_tensor(x)]))


def _hooked(module, hook, before, named):
    # from now on the module calls it, too: its forward is wrapped
    forward = module.forward
    hooks = [hook]

    def run(*args, **kwargs):
        for each in hooks:
            if before:
                given = each(module, args, kwargs) if named else each(module, args)
                if given is not None and not named:
                    args = given if isinstance(given, tuple) else (given,)
        out = forward(*args, **kwargs)
        for each in hooks:
            if not before:
                given = each(module, args, kwargs, out) if named else each(module, args, out)
                out = out if given is None else given
        return out

    set_field(module, 'forward', run)
    return _Hook(hooks, hook)


class Identity(Module):
    def forward(self, input): return input


def _is_layer(x):
    # containers take modules, and nothing that holds them
    return kind(x) not in ('list', 'dict', 'int', 'string') and (kind(x) != 'tuple') or must('Layer/module', False, kind=kind(x))


class Sequential(Module):
    # the list is kept beside the names: it is exact where a layer is not known to be a module
    def __init__(self, *layers):
        if len(layers) == 1 and isinstance(layers[0], dict):
            set_field(self, '_list', list(layers[0].values()))
            for name, layer in layers[0].items():
                setattr(self, name, layer)
        else:
            set_field(self, '_list', list(layers))
            for i, layer in enumerate(layers):
                _is_layer(layer)
                setattr(self, str(i), layer)
            if known(len(layers)):
                _are_several(self._list)

    def forward(self, x):
        for layer in self._list:
            x = layer(x)
        return x

    def children(self): return [layer for layer in self._list if _is_module(layer)]
    def add_module(self, name, module):
        self._list.append(module)
        setattr(self, name, module)

    def __iter__(self): return self._list
    def __len__(self): return len(self._list)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return Sequential(*self._list[i])
        return self._list[i]

    def __setitem__(self, i, layer):
        self._list[i] = layer
        setattr(self, str(i), layer)

    def append(self, module):
        setattr(self, str(len(self._list)), module)
        self._list.append(module)
        return self

    def extend(self, sequential):
        for layer in sequential:
            self.append(layer)
        return self


def _are_registered(module):
    # a list of one layer is how layers are hidden on purpose
    lists = list(fields(module, 'list').items()) + [(name, list(entries.values())) for name, entries in fields(module, 'dict').items()]
    for name, layers in lists:
        if name[0] != '_' and known(len(layers)) and len(layers) > 1 and _is_module(layers[0]) and len(layers[0].parameters()) > 0 and not mentions_parameters(name):
            own = module.modules()
            if len([x for x in own if x is layers[0]]) == 0:
                warn('Module/unregistered', False, name=name, count=len(layers))


def _are_several(layers):
    # `[layer] * n` is one layer, n times; sharing that is meant is written otherwise
    if len(layers) > 1 and _is_module(layers[0]) and layers[0] is layers[1] and ']*' in call_text():
        warn('Layer/repeated', len(layers[0].parameters()) == 0, count=len(layers))


class ModuleList(Module):
    def forward(self, *args, **kwargs):
        must('Call/container', False, kind='ModuleList')
        return unknown('a mistake before')

    def __init__(self, modules=None):
        set_field(self, '_list', [] if modules is None else list(modules))
        if known(len(self._list)):
            for layer in self._list:
                _is_layer(layer)
            _are_several(self._list)

    def children(self): return [layer for layer in self._list if _is_module(layer)]
    def named_children(self): return [(str(i), v) for i, v in enumerate(self._list) if _is_module(v)]
    def __iter__(self): return self._list
    def __len__(self): return len(self._list)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return ModuleList(self._list[i])
        return self._list[i]

    def __setitem__(self, i, layer): self._list[i] = layer

    def append(self, module):
        self._list.append(module)
        return self

    def insert(self, index, module): self._list.insert(index, module)

    def extend(self, modules):
        self._list.extend(modules)
        return self


class ParameterList(Module):
    def __init__(self, values=None):
        set_field(self, '_list', [] if values is None else list(values))

    def parameters(self, recurse=True): return self._list
    def _own_parameters(self): return [(str(i), v) for i, v in enumerate(self._list) if is_parameter(v)]
    def __iter__(self): return self._list
    def __len__(self): return len(self._list)
    def __getitem__(self, i): return self._list[i]
    def append(self, value):
        self._list.append(value)
        return self

    def extend(self, values):
        self._list.extend(values)
        return self


class ModuleDict(Module):
    def __init__(self, modules=None):
        set_field(self, '_dict', {} if modules is None else dict(modules))

    def children(self): return [layer for layer in self._dict.values() if _is_module(layer)]
    def named_children(self): return [(k, v) for k, v in self._dict.items() if _is_module(v)]
    def __getitem__(self, key):
        names = list(self._dict.keys())
        if kind(key) == 'string' and known(len(names)) and len(names) > 0:
            must('Index/key', key in names, key=key, keys=', '.join(names))
        return self._dict[key]

    def __setitem__(self, key, layer): self._dict[key] = layer
    def __contains__(self, key): return key in self._dict
    def __iter__(self): return list(self._dict.keys())
    def __len__(self): return len(self._dict)
    def keys(self): return self._dict.keys()
    def values(self): return self._dict.values()
    def items(self): return self._dict.items()
    def update(self, modules): self._dict.update(modules)
    def pop(self, key): return self._dict.pop(key)
    def __delitem__(self, key): self._dict.pop(key)
    def __getattr__(self, name): return self._dict[name] if name in self._dict else no_attribute()


class ParameterDict(ModuleDict):
    def __init__(self, parameters=None):
        set_field(self, '_dict', {} if parameters is None else dict(parameters))

    def _own_parameters(self): return [(k, v) for k, v in self._dict.items() if is_parameter(v)]
    def parameters(self, recurse=True): return [v for v in self._dict.values() if is_parameter(v)]
    def get(self, key, default=None): return self._dict.get(key, default)


def _tuple(n, count): return tuple(n) if isinstance(n, (tuple, list)) else (n,) * count
def _weights(shape, t=None): return parameter(_at_default(tensor(shape, default_dtype() if t is None else t)))


def _converted(module, device, t):
    # to another device, to another element type; a device that is not known stays one
    if device is None:
        return module if t is None else convert(module, None, t)
    code = code_of(device)
    return convert(module, 'somewhere' if code is None else code, t)
