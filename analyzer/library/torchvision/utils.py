# torchvision.utils
from dimwright import unknown_tensor


def save_image(*args, **kwargs): return None
def make_grid(*args, **kwargs): return unknown_tensor('a grid of images')
