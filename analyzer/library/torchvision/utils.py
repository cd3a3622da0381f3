# torchvision.utils
from dimwright import unknown_tensor, tensor, is_tensor, dims, dtype_of, fresh, known


def save_image(*args, **kwargs): return None


def make_grid(tensor_, *args, **kwargs):
    # one image of three channels
    x = tensor_ if is_tensor(tensor_) else None
    d = dims(x) if x is not None else None
    if d is None or len(d) < 2 or len(d) > 4:
        return unknown_tensor('a grid of images')
    channels = d[1] if len(d) == 4 else d[0] if len(d) == 3 else 1
    if not known(channels):
        return unknown_tensor('a grid of images')
    return tensor((3 if channels == 1 else channels, fresh('grid', 1), fresh('grid', 1)), dtype_of(x), x)
