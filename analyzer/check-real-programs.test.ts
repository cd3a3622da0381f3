// What public programs do and was once taken wrong: a few lines each, written anew. Finding nothing in them is the fact;
// where how much is known is the point, an expression that would be wrong stands at the end.

import { describe } from 'vitest';
import { finds, silent } from './facts.ts';

describe('numbers of numpy', () => {
  silent('a power of two numbers is a number', `
    import numpy as np
    angles = [[p / np.power(10000, 2 * (i // 2) / 8) for i in range(8)] for p in range(5)]
    torch.FloatTensor(np.array(angles))`);
});

describe('shape comments that speak of something else', () => {
  silent('an equation of shapes', `
    B, T, C = 2, 5, 7
    out = torch.randn(B, T, T) @ torch.randn(B, T, C)  # (B, T, T) @ (B, T, C) -> (B, T, C)`);
  silent('a batch, whichever it is', `
    B, V = 64, 11
    logits = torch.randn(4, V)  # (B, V)`);
  finds('a batch that the function itself has named', `
    def f(x):
        B, T = x.shape
        y = x[:2]  # (B, T)
        return y
    f(torch.randn(8, 3))`, 'Comment/shape@3');
});

describe('axes that a call leaves open', () => {
  silent('beams by classes, of a number that is not known', `
    import random
    k = 5
    rows = [torch.randn(5) for _ in range(random.randint(1, 9))]
    scores = torch.stack(rows).view(k, -1)`);
});

describe('sequences of unknown length', () => {
  finds('rows gathered until data say so come apart into columns', `
    import random
    rows, yes, no = [], 0, 0
    while yes != 3 or no != 3:
        if random.random() > 0.5 and yes < 3:
            rows.append([[1, 2, 3], [4, 5], True])
            yes += 1
        elif no < 3:
            rows.append([[1, 2, 3], [4, 5], False])
            no += 1
    a, b, same = map(torch.LongTensor, zip(*rows))
    nn.CrossEntropyLoss()(torch.randn(len(rows), 2), same)
    a @ torch.zeros(4, 4, dtype=torch.int64)`, 'MatMul/inner@12');
  finds('the longest of some rows', `
    import random
    rows = [torch.zeros(random.randint(1, 9), 3) for _ in range(random.randint(1, 9))]
    longest = max(len(row) for row in rows)
    torch.zeros(longest, 3) @ torch.zeros(4, 4)`, 'MatMul/inner@4');
  finds('a sum of losses', `
    import random
    losses = [torch.randn(2, 3) for _ in range(random.randint(1, 9))]
    sum(losses) @ torch.zeros(4, 4)`, 'MatMul/inner@3');
});

describe('places', () => {
  silent('types that name a GPU, chosen where there is one', `
    Tensor = torch.cuda.FloatTensor if torch.cuda.is_available() else torch.FloatTensor
    net = nn.Linear(4, 3)
    if torch.cuda.is_available():
        net.cuda()
    x = torch.randn(5, 4)
    net(Tensor(5, 4)) + net(x.type(Tensor))`);
  finds('types that name a GPU, beside the CPU', 'torch.cuda.FloatTensor(2, 3) + torch.zeros(2, 3)', 'Device/same@1');
  silent('a copy from one place to another', 'torch.zeros(4, 3, device="cuda")[0].copy_(torch.zeros(3))');
  finds('a type by its name', 'torch.zeros(2, 3).type("torch.cuda.FloatTensor") + torch.zeros(2, 3)', 'Device/same@1');
  silent('new tensors are put where the program says', `
    torch.set_default_device('cuda')
    nn.Linear(4, 3)(torch.randn(5, 4, device='cuda')) + torch.zeros(3)
    torch.set_default_device('cpu')
    torch.set_default_tensor_type('torch.cuda.FloatTensor')
    torch.Tensor(3) + torch.zeros(3, device='cuda') + torch.cuda.FloatTensor(3)
    torch.set_default_tensor_type(torch.FloatTensor)
    with torch.device('cuda'):
        x = torch.zeros(3)
    x + torch.ones(3).cuda()`);
});

describe('sparse tensors', () => {
  silent('lie where their values do', `
    values = torch.zeros(3, device='cuda')
    places = torch.zeros(2, 3, dtype=torch.int64, device='cuda')
    torch.sparse_coo_tensor(places, values, (4, 4)) @ torch.zeros(4, 2, device='cuda')`);
});

describe('roots', () => {
  silent('what one place makes of several things is not all of one kind', `
    import strange
    pairs = [[strange.rows(), strange.marks()]]
    tokens, marks = map(torch.LongTensor, zip(*pairs))
    n, t = tokens.size()
    nn.CrossEntropyLoss()(nn.Linear(4, 2)(torch.randn(n, 4)), marks)`);
  silent('places of what is true, of an array of unknown rank', `
    import numpy as np
    import strange
    rows, columns = np.where(np.array(strange.table()))
    labels = np.where(np.array(strange.table()))[1]
    a, b = torch.where(torch.tensor(strange.table()))`);
});

describe('other processes', () => {
  finds('a function that is run in so many processes', `
    import torch.multiprocessing as mp
    def work(rank, n):
        torch.zeros(n, 3) @ torch.zeros(4, 4)
    mp.spawn(work, args=(5,), nprocs=2)`, 'MatMul/inner@3');
  finds('a process of one function', `
    from multiprocessing import Process
    def work(n):
        torch.zeros(n, 3) @ torch.zeros(4, 4)
    p = Process(target=work, args=(7,))
    p.start()`, 'MatMul/inner@3');
  finds('what another process is asked for', `
    import torch.distributed.rpc as rpc
    there = rpc.remote('server', nn.Linear, args=(3, 4))
    x = rpc.rpc_sync('server', lambda layer, x: layer.local_value()(x), args=(there, torch.zeros(2, 3)))
    there.rpc_async().forward(torch.zeros(2, 3)).wait() @ x`, 'MatMul/inner@4');
});

describe('tensors in lists', () => {
  finds('a tensor in a list is one number', 'torch.tensor([[torch.zeros(1)], [torch.zeros(())]]) @ torch.zeros(2, 3)', 'MatMul/inner@1');
  finds('so it has one element', 'torch.tensor([torch.zeros(2), torch.zeros(2)])', 'Tensor/item@1');
  silent('arrays in a list are rows', `
    import numpy as np
    torch.tensor(np.array([np.zeros(2), np.zeros(2)])) @ torch.zeros(2, 3, dtype=torch.float64)`);
});

describe('numbers that may be integers', () => {
  silent('places from a range of unknown length', `
    import numpy as np
    import strange
    inds = np.arange(strange.count())
    np.random.shuffle(inds)
    torch.zeros(5)[inds[0:4]]
    inds = np.arange(0, strange.count(), 2)
    torch.zeros(5)[inds]`);
  finds('places from a range of real numbers', `
    import numpy as np
    torch.zeros(5)[np.arange(0.0, 4.0)]`, 'Index/dtype@2');
  silent('rows of several types in one array', `
    import numpy as np
    x = np.asarray([np.zeros(1), np.zeros(1, dtype=np.float32), np.zeros(1, dtype=np.int64)], dtype=np.float32)
    torch.from_numpy(x) @ torch.zeros(1, 2)`);
  silent('spaces as programs make them', `
    import numpy as np
    import gymnasium as gym
    from gymnasium import spaces
    box = spaces.Box(low=-1.0, high=1.0, shape=(3,), dtype=np.float32)
    other = gym.spaces.Box(np.zeros(3), np.ones(3))
    nn.Linear(3, 4)(torch.tensor(box.sample()))
    spaces.Dict({'a': box}).sample()`);
  finds('options made of their class', `
    import tyro
    from dataclasses import dataclass
    @dataclass
    class Args:
        width: int = 5
    args = tyro.cli(Args)
    torch.zeros(2, args.width) @ torch.zeros(4, 4)`, 'MatMul/inner@7');
});

describe('windows', () => {
  silent('padding of a window of unknown size', `
    class Pool(nn.MaxPool2d):
        def __init__(self, kernel_size, stride, padding=0):
            super().__init__(kernel_size, stride, padding)
            self.kernel_size = [self.kernel_size] * 2 if isinstance(self.kernel_size, int) else self.kernel_size
        def forward(self, x):
            ih, iw = x.size()[-2:]
            kh, kw = self.kernel_size
            pad = max(kh - ih, 0)
            if pad > 0 or kw > 0:
                x = F.pad(x, [pad // 2, pad, 0, 0])
            return F.max_pool2d(x, self.kernel_size, self.stride, self.padding)
    class Net(nn.Module):
        def __init__(self, width):
            super().__init__()
            self.pool = Pool(width, 2)
        def forward(self, x):
            return self.pool(x)`);
});

describe('shapes that are given as data', () => {
  finds('a tensor of one type is made as large as another', `
    x = torch.zeros(128, 20)
    torch.FloatTensor(x.size()).normal_() * x
    torch.Tensor(x.shape + (2,)) * torch.zeros(128, 20, 2)
    torch.LongTensor(x[:, None].shape[1:]) * torch.zeros(1, 20)
    torch.FloatTensor(torch.Size((3, 4))) @ torch.zeros(3, 4)`, 'MatMul/inner@5');
  silent('another tuple holds elements', `
    import numpy as np
    x = torch.zeros(128, 20)
    torch.FloatTensor(tuple(x.shape)) + torch.FloatTensor(np.zeros((3, 4)).shape) + torch.Tensor((3, 4)) + torch.zeros(2)`);
});

describe('dictionaries that are filled later', () => {
  silent('on the way back', `
    w = torch.zeros(3, requires_grad=True)
    net = nn.Linear(3, 4)
    seen = {'n': 0}
    def save(name):
        def hook(grad):
            seen[name] = grad
        return hook
    def before(module, grads):
        seen['before'] = grads
    w.register_hook(save('w'))
    net.register_full_backward_pre_hook(before)
    for p in net.parameters():
        p.register_post_accumulate_grad_hook(lambda p: seen.update(after=p))
    ((w * 2).sum() + net(torch.zeros(2, 3)).sum()).backward()
    seen['w'], seen['before'], seen['after']`);
  silent('by whom a function, a method or an object is given to', `
    import strange
    seen = {'n': 0}
    class Kept:
        def __init__(self):
            self.seen = {'n': 0}
        def keep(self, x):
            self.seen['x'] = x
    one, other = Kept(), Kept()
    def keep(x):
        seen['x'] = x
    strange.run(keep)
    strange.run(one.keep)
    strange.run(other)
    seen['x'], one.seen['x'], other.seen['x']`);
  finds('not by a function that does not name it', `
    import strange
    seen, other = {'n': 0}, {}
    def keep(x):
        other['x'] = x
    strange.run(keep)
    seen['x']`, 'Index/key@6');
});

describe('gradients that are switched', () => {
  finds('a block without gradients ends', `
    w = torch.ones(3, requires_grad=True)
    with torch.set_grad_enabled(False):
        y = (w * 2).sum()
    (w * 2).sum().backward()
    y.backward()`, 'Backward/graph@5');
  finds('a block of which nobody knows whether it has gradients ends', `
    import strange
    w = torch.ones(3, requires_grad=True)
    with torch.set_grad_enabled(strange.phase() == 'train'):
        (w * 2).sum().backward()
    with torch.no_grad():
        y = (w * 2).sum()
        with torch.enable_grad():
            (w * 2).sum().backward()
    y.backward()`, 'Backward/graph@9');
  silent('a call holds until they are set again', `
    w = torch.ones(3, requires_grad=True)
    def evaluate():
        torch.set_grad_enabled(False)
    evaluate()
    w += 1
    torch.set_grad_enabled(True)
    (w * 2).sum().backward()`);
});
