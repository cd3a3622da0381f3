# torchvision.transforms: what they do to the size of an image. A picture that is no tensor yet is an _Image.
from dimwright import tensor, unknown_tensor, dims, dtype_of, is_tensor, is_array, kind, fresh, known, turns, as_array, unknown, dtype, with_dtype, must, choose
from torch._support import _same, float32


_CHANNELS = {'1': 1, 'L': 1, 'P': 1, 'I': 1, 'F': 1, 'LA': 2, 'RGB': 3, 'YCbCr': 3, 'HSV': 3, 'LAB': 3, 'RGBA': 4, 'RGBX': 4, 'CMYK': 4}


class _Image:
    def __init__(self, channels, height, width):
        self.channels = channels
        self.height = height
        self.width = width
        self.size = (width, height)
        self.mode = 'L' if channels == 1 else 'RGB'

    def __array__(self): return as_array(tensor((self.height, self.width) + (() if self.channels == 1 else (self.channels,)), dtype('uint8')))
    def split(self): return turns(_Image(1, self.height, self.width)) if not known(self.channels) else tuple([_Image(1, self.height, self.width) for _ in range(self.channels)])
    def save(self, *args, **kwargs): return None
    def show(self, *args): return None
    def thumbnail(self, size): return None
    def getpixel(self, at): return fresh('pixel', 0, 255)
    def transpose(self, *args): return _Image(self.channels, fresh('height', 1), fresh('width', 1))
    rotate = transpose
    def filter(self, *args): return self

    def convert(self, mode): return _Image(_CHANNELS.get(mode, fresh('channels', 1, 4)) if known(mode == '') else fresh('channels', 1, 4), self.height, self.width)
    def resize(self, size, *args): return _Image(self.channels, size[1], size[0])
    def copy(self): return self
    def crop(self, box): return _Image(self.channels, box[3] - box[1], box[2] - box[0])


class _Preset:
    # what the weights of a model want their images to be
    def __call__(self, x): return tensor((3, 224, 224), float32) if isinstance(x, _Image) else _resized(x, 224, 224)


def _resized(x, h, w):
    if isinstance(x, _Image):
        return _Image(x.channels, h, w)
    if is_tensor(x):
        d = dims(x)
        return unknown_tensor('a resized image') if d is None else tensor(d[:-2] + (h, w), dtype_of(x))
    return x


def _extent(x):
    if isinstance(x, _Image):
        return (x.height, x.width)
    if is_tensor(x) and dims(x) is not None and len(dims(x)) >= 2:
        return dims(x)[-2:]
    return (fresh('height', 1), fresh('width', 1))


def _pair(size): return (size, size) if kind(size) == 'int' else (tuple(size) if len(size) == 2 else (size[0], size[0]))


class Compose:
    def __init__(self, transforms):
        self.transforms = transforms

    def __call__(self, x):
        for t in self.transforms:
            x = t(x)
        return x


class _Keep:
    def __init__(self, *args, **kwargs):
        pass

    def __call__(self, x): return x


class RandomHorizontalFlip(_Keep): pass
class RandomVerticalFlip(_Keep): pass
class RandomRotation(_Keep): pass
class ColorJitter(_Keep): pass
class RandomAffine(_Keep): pass
class RandomErasing(_Keep): pass
class RandomPerspective(_Keep): pass
class GaussianBlur(_Keep): pass
class RandomApply(_Keep): pass
class RandomAutocontrast(_Keep): pass
class RandAugment(_Keep): pass
class AutoAugment(_Keep): pass
class TrivialAugmentWide(_Keep): pass
class RandomAdjustSharpness(_Keep): pass
class RandomGrayscale(_Keep): pass
class RandomInvert(_Keep): pass


class ConvertImageDtype:
    def __init__(self, dtype=float32, scale=False):
        self.dtype = dtype

    def __call__(self, x): return with_dtype(x, self.dtype) if is_tensor(x) else x


ToDtype = ConvertImageDtype


class ToTensor:
    def __call__(self, x):
        if isinstance(x, _Image):
            return tensor((x.channels, x.height, x.width), float32)
        if not is_tensor(x):
            return unknown_tensor('an image')
        if not is_array(x):
            return x
        if dims(x) is None or len(dims(x)) != 3:
            return unknown_tensor('an image')
        height, width, channels = dims(x)
        return tensor((channels, height, width), float32 if dtype_of(x) == dtype('uint8') else dtype_of(x))


PILToTensor = ToTensor
ToImage = ToTensor


class ToPILImage:
    def __init__(self, mode=None):
        pass

    def __call__(self, x):
        d = dims(x) if is_tensor(x) else None
        return unknown('a picture') if d is None or len(d) != 3 else _Image(d[0], d[1], d[2])


class Normalize:
    def __init__(self, mean, std, inplace=False):
        self.mean = mean
        self.std = std

    def __call__(self, x):
        must('Transform/tensor', not isinstance(x, _Image), function='Normalize')
        d = dims(x) if is_tensor(x) else None
        n = len(self.mean) if isinstance(self.mean, (tuple, list)) else 1
        if d is not None and len(d) >= 3:
            must('Normalize/channels', n == 1 or d[-3] == n or d[-3] == 1, c=d[-3], n=n, x=x)
            if d[-3] == 1 and n != 1:
                return tensor(d[:-3] + (n,) + d[-2:], dtype_of(x))
        return x


class Resize:
    def __init__(self, size, *args, **kwargs):
        self.size = size

    def __call__(self, x):
        h, w = _extent(x)
        if kind(self.size) == 'int' or len(self.size) == 1:
            n = self.size if kind(self.size) == 'int' else self.size[0]
            if h == w:
                return _resized(x, n, n)
            return _resized(x, choose(h <= w, n, n * h // w), choose(h <= w, n * w // h, n))
        return _resized(x, self.size[0], self.size[1])


class CenterCrop:
    def __init__(self, size, *args, **kwargs):
        self.size = _pair(size)

    def __call__(self, x): return _resized(x, self.size[0], self.size[1])


class RandomCrop(CenterCrop): pass
class RandomResizedCrop(CenterCrop): pass
class RandomSizedCrop(CenterCrop): pass


class Pad:
    def __init__(self, padding, *args, **kwargs):
        self.padding = padding

    def __call__(self, x):
        p = self.padding
        h, w = _extent(x)
        if kind(p) == 'int':
            p = (p, p, p, p)
        elif len(p) == 2:
            p = (p[0], p[1], p[0], p[1])
        return _resized(x, h + p[1] + p[3], w + p[0] + p[2])


class Grayscale:
    def __init__(self, num_output_channels=1):
        self.n = num_output_channels

    def __call__(self, x):
        if isinstance(x, _Image):
            return _Image(self.n, x.height, x.width)
        d = dims(x) if is_tensor(x) else None
        return x if d is None else tensor(d[:-3] + (self.n,) + d[-2:], dtype_of(x))


class Lambda:
    def __init__(self, lambd):
        self.lambd = lambd

    def __call__(self, x): return self.lambd(x)


class InterpolationMode:
    NEAREST = 'nearest'
    BILINEAR = 'bilinear'
    BICUBIC = 'bicubic'


def to_tensor(x): return ToTensor()(x)


class functional:
    to_tensor = to_tensor
