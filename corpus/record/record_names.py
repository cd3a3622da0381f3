"""Records which names the modules of PyTorch and numpy have, in analyzer/library/names.json: what a program reads there and is
none of them is a slip. Names that were there once count as names: programs may be older than the engine. Beside them, how many
arguments PyTorch's functions and methods need at least, as their signatures, their overrides and their documentation say: the
fewest of these.
"""
import importlib
import inspect
import json
import pathlib
import re

MODULES = ('torch', 'torch.nn', 'torch.nn.functional', 'torch.nn.init', 'torch.nn.utils', 'torch.optim', 'torch.optim.lr_scheduler', 'torch.utils.data',
           'numpy', 'numpy.random', 'numpy.linalg', 'torch.nn.utils.rnn', 'torch.linalg', 'torch.fft', 'torch.distributions', 'torch.autograd', 'torch.amp', 'torch.func', 'torchvision', 'torchvision.transforms',
           'torchvision.models', 'torchvision.datasets', 'torchvision.utils', 'math', 'random', 'itertools', 'functools')
FORMER = {
    'torch': 'eig gels gesv irfft rfft ifft lstsq matrix_rank potrf pstrf solve symeig trtrs btrifact btrisolve uint16 uint32 uint64',
    'numpy': ' '.join(('bool int float complex object str long unicode', 'asscalar rank typeDict product cumproduct sometrue alltrue in1d trapz row_stack', 'Inf NaN NAN Infinity infty PINF NINF float_ complex_ unicode_ string_')),
    'numpy.random': 'random_integers',
}


def names_of(module):
    return sorted({name for name in dir(module) if not name.startswith('__')} | set(FORMER.get(module.__name__, '').split()))


def needed(parameters):
    parameters = list(parameters)
    return None if any(p.kind is p.VAR_POSITIONAL for p in parameters) else sum(p.default is p.empty and p.kind is not p.VAR_KEYWORD for p in parameters)


def signature_of(function):
    try:
        return needed(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return None


def documented(name, function):
    counts = []
    for line in (function.__doc__ or '').strip().split('\n')[:40]:
        match = re.match(r'(?:\.\. (?:function|method)::\s*)?(?:torch\.)?' + re.escape(name) + r'\((.*)\)\s*(->.*)?$', line.strip())
        if not match:
            continue
        count = 0
        for part in re.split(r',(?![^(]*\))', re.sub(r'\[[^\]]*\]', '', match[1])):
            part = part.strip()
            if part.startswith('*'):
                count = None if part != '*' else count
                break
            count += part != '' and '=' not in part
        if count is None:
            return None
        counts.append(count)
    return min(counts) if counts else None


def required(space, overrides, is_tensor):
    found = {}
    for name in dir(space):
        function = getattr(space, name)
        if name.startswith('_') or not callable(function) or inspect.isclass(function):
            continue
        own = signature_of(function)
        if own is None or is_tensor:
            stated = signature_of(overrides[function]) if function in overrides else None
            told = documented(name, function)
            told = told + 1 if told is not None and is_tensor else told
            own = min(own if own else 99, stated, told) if stated is not None and told is not None else own
        least = (own or 0) - is_tensor
        if least > 0:
            found[name] = least
    return ' '.join(f'{name}:{count}' for name, count in found.items())


def objects(torch, numpy):
    # what objects have, by the names of their kinds
    import collections
    parameters = [torch.nn.Parameter(torch.zeros(1))]
    kinds = [kind for kind in vars(torch.optim).values() if isinstance(kind, type) and kind is not torch.optim.Optimizer]
    made = [kind(parameters, lr=0.1) for kind in kinds if kind.__name__ not in ('Muon', 'SparseAdam')]
    containers = torch.nn.Sequential(), torch.nn.ModuleList(), torch.nn.ModuleDict()
    return {
        'array': [numpy.zeros(1), numpy.matrix([1])], 'number': [numpy.float32(1)], 'optimizer': made, 'loader': [torch.utils.data.DataLoader([1])], 'container': containers,
        'list': [[]], 'dict': [{}, collections.OrderedDict(), collections.defaultdict(), collections.Counter()], 'string': [''], 'float': [1.0], 'tuple': [()], 'function': [main],
    }


def main():
    import numpy
    import torch
    names = {name: ' '.join(names_of(importlib.import_module(name))) for name in MODULES}
    for removed in (getattr(numpy, '__former_attrs__', {}), getattr(numpy, '__expired_attributes__', {})):
        names['numpy'] += ''.join(f' {name}' for name in removed)
    names['torch.Tensor'] = ' '.join(sorted(name for name in dir(torch.Tensor) if not name.startswith('__')))
    names['torch.device'] = 'index type'
    for kind, made in objects(torch, numpy).items():
        names[f'{kind} object'] = ' '.join(sorted({name for one in made for name in dir(one) if not name.startswith('_')}))
    record = {'engine': f'torch {torch.__version__.split("+")[0]}, numpy {numpy.__version__}', 'names': names,
              'required': {name: required(importlib.import_module(name), torch.overrides.get_testing_overrides(), False) for name in ('torch', 'torch.nn.functional', 'torch.nn.utils')}}
    record['required']['torch.Tensor'] = required(torch.Tensor, torch.overrides.get_testing_overrides(), True)
    (pathlib.Path(__file__).parents[2] / 'analyzer' / 'library' / 'names.json').write_text(json.dumps(record, indent=1) + '\n')


main()
