"""Records which names the modules of PyTorch and numpy have, in analyzer/library/names.json: what a program reads there and is
none of them is a slip. Names that were there once count as names: programs may be older than the engine.
"""
import importlib
import json
import pathlib

MODULES = ('torch', 'torch.nn', 'torch.nn.functional', 'torch.nn.init', 'torch.nn.utils', 'torch.optim', 'torch.optim.lr_scheduler', 'torch.utils.data',
           'numpy', 'numpy.random', 'numpy.linalg')
FORMER = {
    'torch': 'eig gels gesv irfft rfft ifft lstsq matrix_rank potrf pstrf solve symeig trtrs btrifact btrisolve uint16 uint32 uint64',
    'numpy': ' '.join(('bool int float complex object str long unicode', 'asscalar rank typeDict product cumproduct sometrue alltrue in1d trapz row_stack', 'Inf NaN NAN Infinity infty PINF NINF float_ complex_ unicode_ string_')),
    'numpy.random': 'random_integers',
}


def names_of(module):
    return sorted({name for name in dir(module) if not name.startswith('__')} | set(FORMER.get(module.__name__, '').split()))


def main():
    import numpy
    import torch
    names = {name: ' '.join(names_of(importlib.import_module(name))) for name in MODULES}
    for removed in (getattr(numpy, '__former_attrs__', {}), getattr(numpy, '__expired_attributes__', {})):
        names['numpy'] += ''.join(f' {name}' for name in removed)
    names['torch.Tensor'] = ' '.join(sorted(name for name in dir(torch.Tensor) if not name.startswith('__')))
    names['torch.device'] = 'index type'
    record = {'engine': f'torch {torch.__version__.split("+")[0]}, numpy {numpy.__version__}', 'names': names}
    (pathlib.Path(__file__).parents[2] / 'analyzer' / 'library' / 'names.json').write_text(json.dumps(record, indent=1) + '\n')


main()
