# torch.utils.checkpoint: what is computed twice to save memory is computed.
def checkpoint(function, *args, **kwargs):
    for name in ('use_reentrant', 'context_fn', 'determinism_check', 'debug', 'preserve_rng_state', 'early_stop'):
        if name in kwargs:
            kwargs.pop(name)
    return function(*args, **kwargs)


def checkpoint_sequential(functions, segments, input, use_reentrant=None, **kwargs):
    for f in functions:
        input = f(input)
    return input
