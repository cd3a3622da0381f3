# types
from dimwright import unknown


class SimpleNamespace:
    def __init__(self, *mappings, **entries):
        for mapping in mappings:
            for name, value in mapping.items():
                setattr(self, name, value)
        for name, value in entries.items():
            setattr(self, name, value)


def MethodType(f, self):
    def bound(*args, **kwargs): return f(self, *args, **kwargs)
    return bound


def MappingProxyType(mapping): return mapping
FunctionType = LambdaType = BuiltinFunctionType = ModuleType = unknown('a type of the interpreter')
