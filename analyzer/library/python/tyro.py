# tyro: options are made of their class, from the command line; here each has its default.
from dimwright import kind, unknown


def cli(f, *args, **kwargs):
    return f() if kind(f) in ('class', 'function') and kwargs.get('default') is None else kwargs.get('default', unknown('options'))
