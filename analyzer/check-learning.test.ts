// What is surely not learnt: numbers that no layer and no requires_grad touches. Whatever may be learnt is none of them.

import { describe } from 'vitest';
import { finds, silent } from './facts.ts';

describe('tensors without requires_grad', () => {
  finds('have nothing to walk back through', `
    w = torch.zeros(4)
    for i in range(3):
        loss = (torch.randn(8, 4) @ w - torch.randn(8)).pow(2).mean()
        loss.backward()
  `, 'Backward/graph@4');
  finds('have None for a gradient', `
    w, b = torch.randn(4, 3, requires_grad=True), torch.zeros(3)
    loss = (torch.randn(5, 4) @ w + b).pow(2).sum()
    loss.backward()
    b = b - 0.1 * b.grad
  `, 'Operator/types@4');
  finds('are no inputs of a gradient where they only come out of one', `
    x = torch.rand(8, 1, requires_grad=True)
    y = torch.tanh(x * 2)
    torch.autograd.grad(x, y, torch.ones_like(y))
  `, 'Gradient/unused@3');
  silent('every layer makes something that learns of them', `
    x2, x3, x4, x5 = torch.randn(4, 8), torch.randn(4, 8, 16), torch.randn(4, 8, 16, 16), torch.randn(2, 8, 8, 8, 8)
    (nn.Linear(8, 3))(x2).sum().backward()
    (nn.Bilinear(8, 8, 3))(x2, x2).sum().backward()
    (nn.Conv1d(8, 3, 3))(x3).sum().backward()
    (nn.Conv2d(8, 3, 3))(x4).sum().backward()
    (nn.Conv3d(8, 3, 3))(x5).sum().backward()
    (nn.ConvTranspose1d(8, 3, 3))(x3).sum().backward()
    (nn.ConvTranspose2d(8, 3, 3))(x4).sum().backward()
    (nn.ConvTranspose3d(8, 3, 3))(x5).sum().backward()
    (nn.BatchNorm1d(8))(x2).sum().backward()
    (nn.BatchNorm2d(8))(x4).sum().backward()
    (nn.BatchNorm3d(8))(x5).sum().backward()
    (nn.InstanceNorm1d(8, affine=True))(x3).sum().backward()
    (nn.InstanceNorm2d(8, affine=True))(x4).sum().backward()
    (nn.GroupNorm(2, 8))(x4).sum().backward()
    (nn.LayerNorm(16))(x3).sum().backward()
    (nn.RMSNorm(16))(x3).sum().backward()
    (nn.PReLU())(x2).sum().backward()
    (nn.RNN(16, 5))(x3)[0].sum().backward()
    (nn.LSTM(16, 5, batch_first=True))(x3)[0].sum().backward()
    (nn.GRU(16, 5))(x3)[0].sum().backward()
    (nn.RNNCell(8, 5))(x2).sum().backward()
    (nn.LSTMCell(8, 5))(x2)[0].sum().backward()
    (nn.GRUCell(8, 5))(x2).sum().backward()
    (nn.MultiheadAttention(16, 2))(x3, x3, x3)[0].sum().backward()
    (nn.TransformerEncoderLayer(16, 2))(x3).sum().backward()
    (nn.TransformerEncoder(nn.TransformerEncoderLayer(16, 2), 2))(x3).sum().backward()
    (nn.TransformerDecoderLayer(16, 2))(x3, x3).sum().backward()
    (nn.TransformerDecoder(nn.TransformerDecoderLayer(16, 2), 2))(x3, x3).sum().backward()
    (nn.Transformer(16, 2, 1, 1))(x3, x3).sum().backward()
    (nn.Embedding(10, 4))(torch.randint(0, 10, (3, 2))).sum().backward()
    (nn.EmbeddingBag(10, 4))(torch.randint(0, 10, (3, 2))).sum().backward()
    (nn.Sequential(nn.Linear(8, 4), nn.ReLU(), nn.Dropout(0.2), nn.Linear(4, 1)))(x2).sum().backward()
    (nn.utils.parametrizations.weight_norm(nn.Linear(8, 3)))(x2).sum().backward()
    (nn.utils.spectral_norm(nn.Linear(8, 3)))(x2).sum().backward()
    (nn.utils.weight_norm(nn.Linear(8, 3)))(x2).sum().backward()
    (nn.DataParallel(nn.Linear(8, 3)))(x2).sum().backward()
  `);
  silent('and so does whatever is written into them, shares memory with them or asks for it later', `
    x2, x3, x4, x5 = torch.randn(4, 8), torch.randn(4, 8, 16), torch.randn(4, 8, 16, 16), torch.randn(2, 8, 8, 8, 8)
    class M(nn.Module):
        def __init__(self):
            super().__init__()
            self.w = nn.Parameter(torch.zeros(8, 3))
            self.s = nn.Parameter(torch.tensor(1.0))
            self.cls = nn.ParameterList([nn.Parameter(torch.zeros(3)) for _ in range(2)])
            self.register_parameter('b', nn.Parameter(torch.zeros(3)))
        def forward(self, x):
            return x @ self.w * self.s + self.b + self.cls[0]
    (M())(x2).sum().backward()
    (torch.compile(M()))(x2).sum().backward()
    m = M()
    ys = [m(x2) for _ in range(3)]
    torch.stack(ys).sum().backward()
    out = torch.zeros(4, 3)
    for i in range(4):
        out[i] = m(x2[i])
    out.sum().backward()
    acc = torch.zeros(())
    for i in range(4):
        acc = acc + m(x2).mean()
    acc.backward()
    tot = torch.tensor(0.0)
    for i in range(4):
        tot += m(x2).mean()
    tot.backward()
    p = [torch.zeros(3) for _ in range(2)]
    for t in p:
        t.requires_grad_(True)
    sum(t.sum() for t in p).backward()
    def f(z):
        z.requires_grad = True
        return z
    q = torch.zeros(3)
    f(q)
    q.sum().backward()
    from torch.autograd import Variable
    v = Variable(torch.zeros(3), requires_grad=True)
    v.sum().backward()
    d = torch.distributions.Normal(nn.Parameter(torch.zeros(3)), torch.ones(3))
    d.rsample().sum().backward()
    d.log_prob(torch.zeros(3)).sum().backward()
    from torch.utils.checkpoint import checkpoint
    checkpoint(m, x2).sum().backward()
    from torch.func import functional_call
    functional_call(m, dict(m.named_parameters()), (x2,)).sum().backward()
    class Sq(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * x
        @staticmethod
        def backward(ctx, g):
            return g
    Sq.apply(torch.zeros(3, requires_grad=True)).sum().backward()
    w = nn.Linear(8, 3).weight
    F.linear(x2, w).sum().backward()
    torch.einsum('bi,oi->bo', x2, nn.Linear(8, 3).weight).sum().backward()
    h, c = torch.zeros(4, 5), torch.zeros(4, 5)
    cell = nn.LSTMCell(8, 5)
    for _ in range(3):
        h, c = cell(x2, (h, c))
    h.sum().backward()
    buf = torch.empty(4, 3)
    torch.matmul(x2, torch.zeros(8, 3, requires_grad=True), out=None).sum().backward()
    torch.where(x2 > 0, nn.Parameter(torch.zeros(8)), x2).sum().backward()
    torch.cat([x2, nn.Linear(8, 8)(x2)]).sum().backward()
    x2.clone().masked_fill(x2 > 0, 0.).add(nn.Parameter(torch.ones(1))).sum().backward()
    emb = nn.Parameter(torch.randn(10, 3))
    emb[torch.randint(0, 10, (4,))].sum().backward()
    F.embedding(torch.randint(0, 10, (4,)), emb).sum().backward()
    torch.zeros(10, 3).index_add(0, torch.arange(3), emb[:3]).sum().backward()
    torch.zeros(4, 3).scatter(1, torch.zeros(4, 1).long(), emb[:4, :1]).sum().backward()
    torch.zeros(4, 3).scatter_add(1, torch.zeros(4, 1).long(), emb[:4, :1]).sum().backward()
    w = torch.zeros(4).detach()
    w[0] = torch.zeros(2, requires_grad=True).sum()
    w.sum().backward()
    v = torch.zeros(4).detach()
    v.add_(torch.zeros(4, requires_grad=True))
    v.sum().backward()
    u = torch.zeros(4).detach()
    u.requires_grad = True
    u.sum().backward()
    t = torch.zeros(4).detach()
    t = t.requires_grad_()
    t.sum().backward()
    z = torch.zeros(4).detach()
    z += torch.zeros(4, requires_grad=True)
    z.sum().backward()
  `);
});

describe('old names', () => {
  silent('a graph that is kept under its old name', `
    m = torch.autograd.Variable(torch.ones(1, 2), requires_grad=True)
    z = torch.mm(m, torch.ones(2, 2))
    z.backward(torch.ones(1, 2), retain_variables=True)
    z.backward(torch.ones(1, 2))
  `);
});

describe('what is none', () => {
  silent('only until it is set', `
    import random
    x = None
    for i in range(3):
        if x is None:
            x = torch.zeros(3)
        else:
            x = x + 1
        y = x * 2
    mask = None
    if random.random() > 0.5:
        mask = torch.ones(3)
    z = torch.zeros(3)
    if mask is not None:
        z = z + mask
    class A:
        def __init__(self):
            self.m = None
            self.best = None
        def setup(self):
            self.m = 3
        def go(self):
            return self.m + 1
    a = A()
    a.setup()
    print(a.go())
    def f(x, b=None):
        if b is None:
            b = 1
        return x * b
    f(x)
    def step(state):
        h = None
        for t in range(4):
            h = state if h is None else h * 0.5 + state
        return h
    print(step(z))
    total = None
    for q in open('f'):
        total = 1.0 if total is None else total + 1.0
    prev = None
    while True:
        cur = random.random()
        if prev is not None and abs(cur - prev) < 0.1:
            break
        prev = cur
    t = torch.zeros(2, requires_grad=True)
    loss = (t * 2).sum()
    loss.backward()
    with torch.no_grad():
        t -= 0.1 * t.grad
        t.grad = None
  `);
});
