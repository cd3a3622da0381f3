# torch.nn.utils: what touches gradients and weights leaves shapes alone.
from dimwright import some_number, unknown, tensor


def clip_grad_norm_(*args, **kwargs): return some_number()
def clip_grad_value_(*args, **kwargs): return None
def weight_norm(module, *args, **kwargs): return module
spectral_norm = remove_weight_norm = weight_norm
def parameters_to_vector(parameters): return unknown('a vector of parameters')


class parametrizations:
    weight_norm = weight_norm
    spectral_norm = weight_norm


import torch.nn.utils.rnn as rnn
