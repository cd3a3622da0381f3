# argparse: options with their defaults, which a user may override.
from dimwright import unknown, some_text, fresh, some_bool, some_number, overridable, kind


class Namespace:
    def __init__(self, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)


class ArgumentParser:
    def __init__(self, *args, **kwargs):
        self._options = {}
        self._defaults = {}

    def add_argument(self, *names, **kwargs):
        name = names[0]
        for other in names:
            if other.startswith('--'):
                name = other
                break
        dest = kwargs.get('dest')
        if dest is None:
            dest = name.lstrip('-').replace('-', '_')
            while dest.startswith('-') or dest.startswith('_'):
                dest = dest[1:]
        action = kwargs.get('action')
        value = kwargs.get('default')
        if action == 'store_true':
            value = False if value is None else value
        elif action == 'store_false':
            value = True if value is None else value
        elif not name.startswith('-') or (kwargs.get('required') and value is None):
            value = self._given(kwargs)
        elif isinstance(value, str) and kwargs.get('type') is int:
            value = int(value)
        self._options[dest] = overridable(value, name) if kind(value) == 'int' else value
        return None

    def _given(self, kwargs):
        # what only the command line knows
        if 'nargs' in kwargs:
            return unknown('a command-line argument')
        t = kwargs.get('type')
        if t is int:
            return fresh('argument', 1)
        if t is float:
            return some_number()
        if t is None or t is str:
            choices = kwargs.get('choices')
            return some_text()
        return unknown('a command-line argument')

    def set_defaults(self, **kwargs):
        for name, value in kwargs.items():
            self._options[name] = value

    def add_argument_group(self, *args, **kwargs): return self
    def add_mutually_exclusive_group(self, *args, **kwargs): return self
    def add_subparsers(self, *args, **kwargs):
        if kwargs.get('dest') is not None:
            self._options[kwargs['dest']] = some_text()
        return _Commands(self)


    def parse_args(self, *args, **kwargs):
        result = Namespace()
        for name, value in self._options.items():
            setattr(result, name, value)
        return result

    def parse_known_args(self, *args, **kwargs): return (self.parse_args(), [])
    def print_help(self, *args): return None
    def error(self, message): raise ValueError(message)


class _Commands:
    # sub-commands: the options of each are there where it is the one that was given
    def __init__(self, parser):
        self.parser = parser

    def add_parser(self, *args, **kwargs): return self.parser


class ArgumentDefaultsHelpFormatter: pass
class ArgumentTypeError(Exception): pass
class RawTextHelpFormatter: pass
def FileType(*args): return unknown('a file')
