# torchvision.datasets: known numbers of images of known sizes. An image is what transforms see: channels, height,
# width and whether it is a tensor yet.
from dimwright import tensor, fresh, unknown, unknown_tensor, dtype
from torch.utils.data import Dataset
from torchvision.transforms import _Image


class _Images(Dataset):
    train_length = None
    test_length = None
    image = (3, None, None)
    labels = None

    def __init__(self, root=None, train=True, transform=None, target_transform=None, download=False, split=None, **kwargs):
        self.root = root
        self.transform = transform
        self.target_transform = target_transform
        self.train = train
        self.length = self._count(train, split)

    def _count(self, train, split):
        if self.train_length is None:
            return fresh('images', 1)
        if split is not None:
            return self.test_length if split == 'test' else self.train_length
        return self.train_length if train else self.test_length

    @property
    def classes(self): return unknown('the classes of a dataset')

    @property
    def class_to_idx(self): return unknown('the classes of a dataset')

    @property
    def targets(self): return tensor((self.length,), dtype('int64'))

    @property
    def data(self): return tensor((self.length,) + (self.image[1:] if self.image[0] == 1 else (self.image[1], self.image[2], self.image[0])), dtype('uint8')) if self.image[1] is not None else unknown('the data of a dataset')

    def __len__(self): return self.length

    def __getitem__(self, i):
        c, h, w = self.image
        picture = _Image(c, fresh('height', 1) if h is None else h, fresh('width', 1) if w is None else w)
        x = picture if self.transform is None else self.transform(picture)
        y = fresh('label', 0) if self.labels is None else fresh('label', 0, self.labels - 1)
        return (x, y if self.target_transform is None else self.target_transform(y))


class MNIST(_Images):
    train_length = 60000
    test_length = 10000
    image = (1, 28, 28)
    labels = 10


class FashionMNIST(MNIST): pass
class KMNIST(MNIST): pass
class QMNIST(MNIST):
    test_length = 60000


class EMNIST(_Images):
    image = (1, 28, 28)
    labels = None

    def _count(self, train, split):
        counts = {'byclass': (697932, 116323), 'bymerge': (697932, 116323), 'balanced': (112800, 18800), 'letters': (124800, 20800), 'digits': (240000, 40000), 'mnist': (60000, 10000)}
        pair = counts.get(split)
        return fresh('images', 1) if pair is None else (pair[0] if train else pair[1])


class USPS(_Images):
    train_length = 7291
    test_length = 2007
    image = (1, 16, 16)
    labels = 10


class CIFAR10(_Images):
    train_length = 50000
    test_length = 10000
    image = (3, 32, 32)
    labels = 10


class CIFAR100(CIFAR10):
    labels = 100


class SVHN(_Images):
    image = (3, 32, 32)
    labels = 10

    def _count(self, train, split): return 26032 if split == 'test' else 531131 if split == 'extra' else 73257

    def __init__(self, root=None, split='train', transform=None, target_transform=None, download=False):
        super().__init__(root, True, transform, target_transform, download, split)


class STL10(_Images):
    image = (3, 96, 96)
    labels = 10

    def _count(self, train, split): return 8000 if split == 'test' else 5000 if split == 'train' else fresh('images', 1)

    def __init__(self, root=None, split='train', folds=None, transform=None, target_transform=None, download=False):
        super().__init__(root, True, transform, target_transform, download, split)


class ImageFolder(_Images):
    def __init__(self, root=None, transform=None, target_transform=None, *args, **kwargs):
        super().__init__(root, True, transform, target_transform)


DatasetFolder = ImageFolder


class FakeData(_Images):
    def __init__(self, size=1000, image_size=(3, 224, 224), num_classes=10, transform=None, target_transform=None, random_offset=0):
        super().__init__(None, True, transform, target_transform)
        self.length = size
        self.image = image_size
        self.labels = num_classes


class _Split(_Images):
    def __init__(self, root=None, split='train', transform=None, target_transform=None, **kwargs):
        super().__init__(root, True, transform, target_transform)


class ImageNet(_Split): pass
class CelebA(_Split): pass
class Flowers102(_Split): pass
class Food101(_Split): pass
class OxfordIIITPet(_Split): pass
class Caltech101(ImageFolder): pass
class LSUN(ImageFolder): pass
