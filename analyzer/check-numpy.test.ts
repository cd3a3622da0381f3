// What arrays of numpy become: shapes and element types as numpy 2 gives them, one fact each.
import { describe } from 'vitest';
import { finds, silent } from './facts.ts';

describe('element types', () => {
  finds('real numbers of an array and a short array become long', `
    import numpy as np
    nn.Linear(4, 1)(torch.from_numpy(np.ones((2, 4), np.float32) * np.ones(4)))
  `, 'Linear/dtype@2');
  silent('a number of Python gives way to an array', `
    import numpy as np
    nn.Linear(4, 1)(torch.from_numpy(np.ones((2, 4), np.float32) * 2.5 / 255.0))
  `);
  silent('means and roots keep short real numbers short', `
    import numpy as np
    x = np.ones((2, 4), np.float32)
    nn.Linear(4, 1)(torch.from_numpy(np.sqrt((x - x.mean(0)) ** 2).clip(0, 1)))
  `);
  finds('means of integers are long real numbers', `
    import numpy as np
    nn.Linear(4, 1)(torch.from_numpy(np.ones((2, 3, 4), np.int32).mean(axis=1)))
  `, 'Linear/dtype@2');
  silent('where() gives what stands at its places', `
    import numpy as np
    nn.Embedding(5, 2)(torch.from_numpy(np.where(np.ones(3) > 0, np.arange(3), 0)))
  `);
});

describe('shapes', () => {
  finds('sums along all axes', `
    import numpy as np
    torch.from_numpy(np.cumsum(np.ones((2, 3)))).view(5)
  `, 'Reshape/count@2');
  finds('two axes at once, kept', `
    import numpy as np
    torch.from_numpy(np.ones((2, 3, 4)).mean(axis=(1, 2), keepdims=True)).view(3)
  `, 'Reshape/count@2');
  finds('windows over a series', `
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view
    torch.from_numpy(sliding_window_view(np.zeros((20, 3)), 5, axis=0)) @ torch.zeros(3, 1).double()
  `, 'MatMul/inner@3');
  finds('parts between places', `
    import numpy as np
    a, b, c = np.split(np.arange(10), [2, 5])
    torch.from_numpy(c) + torch.zeros(4)
  `, 'Add/broadcast@3');
  finds('factors of a matrix', `
    import numpy as np
    u, s, vt = np.linalg.svd(np.ones((6, 4)))
    u @ vt
  `, 'MatMul/inner@3');
  finds('what is filled up is longer', `
    import numpy as np
    np.pad(np.zeros(3), (1, 2)) + np.zeros(3)
  `, 'Add/broadcast@2');
});

describe('mistakes', () => {
  finds('an axis of several entries does not go', `
    import numpy as np
    np.zeros((2, 3)).squeeze(0)
  `, 'Squeeze/extent@2');
  finds('results in place keep the type', `
    import numpy as np
    x = np.arange(4)
    x += 0.5
  `, 'InPlace/dtype@3');
  finds('losses that still learn are no numbers', `
    import numpy as np
    losses = [nn.Linear(3, 1)(torch.zeros(2, 3)).mean() for _ in range(3)]
    np.mean(losses)
  `, 'Gradient/numpy@3');
});

describe('what is an array', () => {
  silent('the axes of an array that an input gives are exchanged', 'def f(x):\n    y = x.cpu().numpy().reshape(4, 2)\n    return torch.from_numpy(y.transpose().astype(float))\n');
  silent('a choice between numbers by one truth', 'import numpy as np\nn = 3\nassert np.where(n == 3, 1, 0).astype(np.uint8).shape == ()\n');
  silent('the axes of an array that an input gives', 'import numpy as np\ndef show(image): return image[0].cpu().float().numpy().transpose((1, 2, 0))\n');
  silent('a truth value is the largest', 'import numpy as np\nd = np.zeros((2, 3)) > 0\nassert d.argmax(axis=1).shape == (2,)\n');
  silent('an array in a program that does not import numpy', 'p = torch.zeros(4).numpy()\n(p == p).astype(int).sum()\n');
  silent('an array that may have lost an axis is one', `
    import numpy as np
    def scores(n: int):
        return torch.zeros(n, 3).numpy().squeeze().astype('float64')
    scores(len(open('names.txt').readlines()))
  `);
  finds('an array of unknown shape after a branch is one', `
    import sys
    import numpy as np
    from PIL import Image
    img = np.asarray(Image.open(sys.argv[1]))
    if (img > 1).any():
        img = img / 255.0
    nn.Linear(4, 1)(torch.from_numpy(img.sum(0).astype('int64').reshape(2, 4)))
  `, 'Linear/dtype@7');
  silent('what is an array on one path and a tensor on the other', `
    import sys
    import numpy as np
    many = len(sys.argv) > 1
    x = torch.zeros(3) if many else np.zeros(3, np.float32)
    if not many:
        x = torch.from_numpy(x.astype('float32'))
  `);
  finds('an array that grows in a loop stays one', `
    import sys
    import numpy as np
    x = np.zeros((1, 2))
    for line in open(sys.argv[1]):
        x = np.concatenate([x, np.zeros((1, 2))])
    nn.Linear(2, 1)(torch.from_numpy(x.astype('int64')))
  `, 'Linear/dtype@6');
});

describe('other numbers of entries', () => {
  finds('without one', `
    import numpy as np
    nn.Linear(4, 1)(torch.from_numpy(np.delete(np.zeros((2, 4), np.float32), 0, axis=1)))
  `, 'Linear/in_features@2');
  silent('without one of the other axis', `
    import numpy as np
    nn.Linear(4, 1)(torch.from_numpy(np.delete(np.zeros((2, 4), np.float32), 0, axis=-2)))
  `);
  finds('in a row where no axis is named', `
    import numpy as np
    nn.Linear(8, 1)(torch.from_numpy(np.delete(np.zeros((2, 4), np.float32), 0)))
  `, 'Linear/in_features@2');
});
