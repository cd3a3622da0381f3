# torch.nn.utils: what touches gradients and weights leaves shapes alone.
from dimwright import some_number, unknown, tensor, warn, by_hand
from torch._course import Course


def clip_grad_norm_(*args, **kwargs):
    _in_time()
    return some_number()


def clip_grad_value_(*args, **kwargs): _in_time()


def _in_time():
    # of several optimizers, another may step later
    if not by_hand():
        warn('Clip/late', not (Course.made == 'one' and Course.last == 'step' and Course.before == 'walk'))


def weight_norm(module, *args, **kwargs): return module
spectral_norm = remove_weight_norm = weight_norm
def parameters_to_vector(parameters): return unknown('a vector of parameters')


class parametrizations:
    weight_norm = weight_norm
    spectral_norm = weight_norm


import torch.nn.utils.rnn as rnn
