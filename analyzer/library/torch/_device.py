# Devices: a name, an index or a device in, the number that the executor compares out; none where it is not known.
from dimwright import device_code, kind, some_bool, suppose


class Place:
    # where new tensors are put, unless they are told; none where that is not known
    default = 0


class Device:
    def __init__(self, name='cpu', index=None):
        if isinstance(name, Device):
            self.type = name.type
            self.index = name.index
            self.code = name.code
        else:
            self.type = 'cuda' if kind(name) == 'int' else name.split(':')[0] if kind(name) == 'string' else name
            self.index = index
            self.code = device_code(name if index is None else index if name == 'cuda' else None)

    def __eq__(self, other):
        a, b = self.code, code_of(other)
        return a == b if kind(a) == 'int' and kind(b) == 'int' else some_bool('a device')

    def __ne__(self, other):
        return not (self == other)

    def __enter__(self):
        self.before = Place.default
        Place.default = self.code
        return self

    def __exit__(self, *args):
        Place.default = self.before

    def __str__(self): return self.type


def gpu(device=None):
    # without one, the program ends here
    suppose(some_bool('torch.cuda.is_available()'))
    return 1 if device is None else code_of(device)


def code_of(device):
    # of anything that names a device
    return device.code if isinstance(device, Device) else device_code(device)
