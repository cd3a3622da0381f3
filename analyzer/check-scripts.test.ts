// What rounds of whole scripts, written without a look at the checker, showed to be missed or said wrongly: one fact each.
import { describe } from 'vitest';
import { finds, silent } from './facts.ts';

describe('gradients', () => {
  finds('a loss computed without gradients', `
    with torch.no_grad():
        loss = nn.Linear(4, 1)(torch.zeros(2, 4)).mean()
    loss.backward()
  `, 'Backward/graph@3');
  finds('a loss of what was detached', `
    (nn.Linear(4, 1)(torch.zeros(2, 4)).detach() * 2).mean().backward()
  `, 'Backward/graph@1');
  silent('what was detached and is learnt from there on', `
    x = torch.rand(3).detach()
    x.requires_grad = True
    (x * 2).sum().backward()
    y = torch.rand(3).detach()
    y.requires_grad_()
    (y * 2).sum().backward()
  `);
  silent('what was detached beside what is learnt', `
    net = nn.Linear(4, 4)
    with torch.no_grad():
        target = net(torch.zeros(2, 4))
    (net(torch.zeros(2, 4)) - target).pow(2).mean().backward()
  `);
  finds('gradients of what is no scalar', `
    net = nn.Linear(4, 1)
    torch.autograd.grad(net(torch.zeros(2, 4)), net.parameters())
  `, 'Backward/scalar@2');
  finds('a gradient of another shape', `
    y = nn.Linear(4, 1)(torch.zeros(2, 4))
    y.backward(torch.ones(2))
  `, 'Backward/gradient@2');
  finds('a function with a gradient of its own', `
    class Scale(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x, w):
            ctx.save_for_backward(x, w)
            return x * w
        @staticmethod
        def backward(ctx, g):
            x, w = ctx.saved_tensors
            return g * w, (g * x).sum(0)
    Scale.apply(torch.zeros(3, 4), torch.zeros(5))
  `, 'Mul/broadcast@5');
});

describe('walks back through the graph', () => {
  finds('two through one tensor', `
    a = torch.ones(3, requires_grad=True)
    b = (a * 2).sum()
    b.backward()
    b.backward()
  `, 'Backward/twice@4');
  finds('two losses of one network', `
    net, head = nn.Linear(4, 8), nn.Linear(8, 2)
    hidden = net(torch.zeros(3, 4))
    loss = head(hidden).mean()
    loss.backward()
    (hidden ** 2).mean().backward()
  `, 'Backward/twice@5');
  finds('a state that every turn hands to the next', `
    rnn = nn.LSTM(4, 5)
    h = None
    for step in range(10):
        out, h = rnn(torch.rand(3, 2, 4), h)
        out.pow(2).mean().backward()
  `, 'Backward/twice@5');
  finds('the same through a model of its own', `
    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn, self.out = nn.GRU(4, 5), nn.Linear(5, 1)
        def forward(self, x, h):
            y, h = self.rnn(x, h)
            return self.out(y), h
    model, h = Model(), torch.zeros(1, 2, 5)
    for step in range(10):
        y, h = model(torch.rand(3, 2, 4), h)
        F.mse_loss(y, torch.zeros(3, 2, 1)).backward()
  `, 'Backward/twice@11');
  silent('a state that is cut off', `
    rnn = nn.LSTM(4, 5)
    h = (torch.zeros(1, 2, 5), torch.zeros(1, 2, 5))
    for step in range(10):
        h = tuple(x.detach() for x in h)
        out, h = rnn(torch.rand(3, 2, 4), h)
        out.pow(2).mean().backward()
  `);
  silent('two of which the first keeps the graph', `
    net = nn.Linear(4, 1)
    y = net(torch.zeros(3, 4))
    y.mean().backward(retain_graph=True)
    y.pow(2).mean().backward()
  `);
  silent('a generator after its discriminator', `
    G, D = nn.Linear(3, 4), nn.Linear(4, 1)
    for step in range(10):
        fake = G(torch.rand(2, 3))
        D(fake.detach()).mean().backward()
        D(fake).mean().backward()
  `);
  silent('gradients of gradients, turn by turn', `
    net = nn.Linear(1, 1)
    for step in range(3):
        x = torch.rand(50, 1, requires_grad=True)
        y = net(x)
        slope = torch.autograd.grad(y, x, grad_outputs=torch.ones_like(y), create_graph=True)[0]
        (slope + y).pow(2).mean().backward()
  `);
  silent('modules of the library between those of the program', `
    class Body(nn.Module):
        def __init__(self):
            super().__init__()
            self.f = nn.Linear(4, 4)
        def forward(self, x):
            return self.f(x)
    net = nn.Sequential(Body(), nn.Dropout(), nn.Identity(), Body())
    for step in range(5):
        net(torch.zeros(2, 4)).mean().backward()
  `);
  silent('through sums alone nothing is kept', `
    a = torch.ones(3, requires_grad=True)
    b = a + 1
    b.sum().backward()
    b.sum().backward()
  `);
  silent('states that are cut off in place', `
    rnn = nn.LSTM(4, 5)
    h = (torch.zeros(1, 2, 5), torch.zeros(1, 2, 5))
    for step in range(10):
        for x in h:
            x.detach_()
        out, h = rnn(torch.rand(3, 2, 4), h)
        out.pow(2).mean().backward()
  `);
  silent('what is frozen is not walked through', `
    body, head = nn.Linear(4, 4), nn.Linear(4, 1)
    for p in body.parameters():
        p.requires_grad = False
    hidden = body(torch.zeros(3, 4))
    for step in range(3):
        head(hidden).mean().backward()
  `);
});

describe('what is no tensor', () => {
  finds('values with their indices, written into a tensor', `
    best = torch.zeros(5)
    best[:] = torch.zeros(5, 4).max(1)
  `, 'Tensor/expected@2');
  finds('values with their indices, as indices', 'nn.Embedding(9, 2)(torch.zeros(5, 4).topk(2))', 'Tensor/expected@1');
  finds('packed sequences in a linear layer', `
    from torch.nn.utils.rnn import pack_padded_sequence
    out, _ = nn.LSTM(4, 5)(pack_padded_sequence(torch.zeros(7, 3, 4), torch.tensor([7, 5, 2])))
    nn.Linear(5, 2)(out)
  `, 'Tensor/expected@3');
  finds('a pattern before the tensor', `
    from einops import rearrange
    rearrange('a b -> b a', torch.zeros(3, 4))
  `, 'Tensor/expected@2');
});

describe('methods with names of the language', () => {
  silent('an entry set by the method itself', `
    kept = {}
    net = nn.Linear(4, 3)
    net.register_forward_hook(lambda module, before, after: kept.__setitem__('out', after))
    net(torch.zeros(2, 4))
  `);
});

describe('tensors that methods change themselves', () => {
  finds('an axis more from then on', `
    x = torch.zeros(3)
    x.unsqueeze_(0)
    x @ torch.zeros(4, 2)
  `, 'MatMul/inner@3');
});

describe('library functions', () => {
  finds('a context made of a generator', `
    from contextlib import contextmanager
    @contextmanager
    def weights():
        yield torch.zeros(2, 3)
    with weights() as w:
        w @ torch.zeros(4, 5)
  `, 'MatMul/inner@6');
  finds('gradients that a hook keeps', `
    kept = []
    net = nn.Conv2d(3, 8, 3)
    net.register_full_backward_hook(lambda module, before, after: kept.append(after[0]))
    net(torch.zeros(2, 3, 9, 9)).mean().backward()
    kept[0].mean((2, 3)) @ torch.zeros(4, 4)
  `, 'MatMul/inner@5');
  finds('draws asked for by name', 'torch.multinomial(torch.rand(3, 4), num_samples=2) @ torch.zeros(3, 3)', 'MatMul/inner@1');
  silent('counts lie where what is counted lies', `
    x = torch.zeros(5, dtype=torch.long, device='cuda')
    torch.bincount(x, minlength=5) * torch.zeros(5, device='cuda')
  `);
  silent('images made real numbers by a transform', `
    from torchvision import transforms
    image = transforms.ConvertImageDtype(torch.float)(torch.zeros(3, 9, 9, dtype=torch.uint8))
    nn.Conv2d(3, 4, 3)(image)
  `);
});

describe('many tensors that are each one of several', () => {
  finds('of two ranks, drawn from a memory', `
    import random
    def select(state):
        if random.random() > 0.1:
            return state.max(1).indices
        return torch.tensor([[random.randrange(2)]])
    memory = []
    for step in range(6):
        memory.append((step, select(torch.randn(1, 4))))
        if len(memory) > 3:
            steps, actions = zip(*random.sample(memory, 3))
            torch.cat(actions)
  `, 'Concat/ranks@11');
});
