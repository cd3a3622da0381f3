# PIL.Image: a picture of unknown size; how many channels is known once it has been converted.
from dimwright import fresh
from torchvision.transforms import _Image

ANTIALIAS = LANCZOS = BICUBIC = BILINEAR = NEAREST = 1


class Resampling:
    LANCZOS = BICUBIC = BILINEAR = NEAREST = 1


def open(file, *args): return _Image(fresh('channels', 1, 4), fresh('height', 1), fresh('width', 1))


def fromarray(array, mode=None):
    d = array.shape
    return _Image(d[2] if len(d) == 3 else 1, d[0], d[1])


def new(mode, size, color=0): return _Image(1 if mode == 'L' else 3, size[1], size[0])
def merge(mode, bands): return _Image(len(bands), bands[0].height, bands[0].width)
Image = _Image
