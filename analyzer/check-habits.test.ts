// What programs do around tensors, and surely do not mean: loops that learn nothing or too much, layers that nobody trains,
// calls without effect. Each rule's page has it in the smallest program; here is what looks like it and is right.

import { describe } from 'vitest';
import { finds, silent } from './facts.ts';

describe('training loops', () => {
  finds('nothing empties the gradients between the steps of a class', `
    class Trainer:
        def __init__(self, model):
            self.model = model
            self.optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        def step(self, x):
            loss = self.model(x).pow(2).mean()
            loss.backward()
            self.optimizer.step()
            return loss.item()
    trainer = Trainer(nn.Linear(5, 1))
    for i in range(6):
        trainer.step(torch.randn(10, 5))
  `, 'Optimizer/accumulates@8');
  finds('a sum of weighed losses keeps their graphs', `
    net, total = nn.Linear(7, 3), 0.0
    for i in range(3):
        loss = net(torch.randn(4, 7)).pow(2).mean()
        loss.backward()
        total += loss * 4
  `, 'Loss/kept@5');
  silent('gradients are gathered over several batches', `

    def train(model, opt, batches, accum=2):
        model.train()
        for i, (x, y) in enumerate(batches, 1):
            loss = nn.functional.mse_loss(model(x), y) / accum
            loss.backward()
            if i % accum == 0 or i == len(batches):
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                opt.step()
                opt.zero_grad(set_to_none=True)

    m = nn.Linear(4, 1)
    train(m, torch.optim.Adam(m.parameters()), [(torch.randn(8, 4), torch.randn(8, 1)) for _ in range(5)])
  `);
  silent('the module empties them', `
    net = nn.Linear(4, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(4):
        net.zero_grad()
        net(torch.randn(8, 4)).pow(2).mean().backward()
        opt.step()
  `);
  silent('they are emptied one by one', `
    net = nn.Linear(4, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(4):
        for p in net.parameters():
            p.grad = None
        net(torch.randn(8, 4)).pow(2).mean().backward()
        opt.step()
  `);
  silent('a first step before anything was computed', `
    net = nn.Linear(4, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda e: 0.9 ** e)
    opt.zero_grad()
    opt.step()
    sched.step()
    for _ in range(3):
        net(torch.randn(8, 4)).pow(2).mean().backward()
        opt.step()
        opt.zero_grad()
        sched.step()
  `);
  silent('two players with losses of their own', `
    G, D = nn.Linear(8, 2), nn.Linear(2, 1)
    og, od = torch.optim.Adam(G.parameters()), torch.optim.Adam(D.parameters())
    for _ in range(3):
        fake = G(torch.randn(16, 8))
        og.zero_grad()
        g_loss = -D(fake).mean()
        g_loss.backward()
        og.step()
        od.zero_grad()
        d_real = torch.relu(1 - D(torch.randn(16, 2))).mean()
        d_real.backward()
        d_fake = torch.relu(1 + D(fake.detach())).mean()
        d_fake.backward()
        d_loss = d_real + d_fake
        od.step()
        print(g_loss.item(), d_loss.item())
  `);
  silent('two optimizers of one loss', `
    enc, dec = nn.Linear(8, 4), nn.Linear(4, 8)
    oe, od = torch.optim.Adam(enc.parameters()), torch.optim.Adam(dec.parameters())
    for _ in range(3):
        x = torch.randn(16, 8)
        loss = (dec(enc(x)) - x).pow(2).mean()
        oe.zero_grad(); od.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(enc.parameters(), 1.0)
        oe.step()
        nn.utils.clip_grad_norm_(dec.parameters(), 1.0)
        od.step()
  `);
  silent('a module is woken after each evaluation', `
    net = nn.Sequential(nn.Linear(8, 16), nn.Dropout(0.5), nn.Linear(16, 2))
    opt = torch.optim.Adam(net.parameters())
    for epoch in range(3):
        for _ in range(2):
            opt.zero_grad()
            nn.functional.cross_entropy(net(torch.randn(6, 8)), torch.randint(0, 2, (6,))).backward()
            opt.step()
        net.eval()
        with torch.no_grad():
            print(net(torch.randn(6, 8)).argmax(1))
        net.train()
  `);
  silent('a resting module attacks its inputs', `
    net = nn.Sequential(nn.Linear(8, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 2))
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    ce = nn.CrossEntropyLoss()
    for _ in range(3):
        x, y = torch.randn(12, 8), torch.randint(0, 2, (12,))
        net.eval()
        adv = x.clone().requires_grad_(True)
        ce(net(adv), y).backward()
        adv = (x + 0.1 * adv.grad.sign()).detach()
        net.train()
        opt.zero_grad()
        ce(net(adv), y).backward()
        opt.step()
  `);
  silent('numbers are summed without their graphs', `
    net = nn.Linear(4, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    avg, total, n = 0.0, torch.zeros(1), 0
    for _ in range(4):
        loss = net(torch.randn(8, 4)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        avg = 0.9 * avg + 0.1 * loss.item()
        total += loss.detach()
        n += 8
        with torch.no_grad():
            avg += float(loss)
    print(avg, total, n)
  `);
});

describe('layers and calls', () => {
  finds('layers in a dictionary are not registered', `
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.heads = {name: nn.Linear(8, 2) for name in ('age', 'mood')}
    torch.optim.Adam(Net().parameters())
  `, 'Optimizer/parameters@5', 'Module/unregistered@5');
  finds('the last sample taken for the last step', `
    out, _ = nn.GRU(3, 16, batch_first=True)(torch.randn(32, 24, 3))
    out[-1]
  `, 'RNN/last@2');
  silent('a list of one hides a module', `

    class Student(nn.Module):
        def __init__(self, teacher):
            super().__init__()
            self.teacher = [teacher]
            self.fc = nn.Linear(6, 3)

        def forward(self, x):
            with torch.no_grad():
                t = self.teacher[0](x)
            return nn.functional.mse_loss(self.fc(x), t)

    s = Student(nn.Linear(6, 3))
    opt = torch.optim.Adam(s.parameters())
    opt.zero_grad()
    s(torch.randn(4, 6)).backward()
    opt.step()
  `);
  silent('a list of what is registered elsewhere', `

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            blocks = [nn.Linear(8, 8) for _ in range(3)]
            self.blocks = blocks
            self.seq = nn.Sequential(*blocks)
            self.acts = [nn.ReLU(), nn.Tanh(), nn.ReLU()]

        def forward(self, x):
            for b, a in zip(self.blocks, self.acts):
                x = a(b(x))
            return x

    net = Net()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    opt.zero_grad()
    net(torch.randn(2, 8)).sum().backward()
    opt.step()
  `);
  silent('layers registered by name', `

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = []
            for i in range(3):
                layer = nn.Linear(5, 5)
                setattr(self, 'layer%d' % i, layer)
                self.layers.append(layer)

        def forward(self, x):
            for l in self.layers:
                x = l(x)
            return x

    net = Net()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    opt.zero_grad()
    net(torch.randn(2, 5)).sum().backward()
    opt.step()
  `);
  silent('one layer several times on purpose', `

    class Iterative(nn.Module):
        def __init__(self, d=8, n=3):
            super().__init__()
            shared = nn.Linear(d, d)
            self.steps = nn.ModuleList([shared for _ in range(n)])
            self.widths = [d] * n

        def forward(self, x):
            for s in self.steps:
                x = torch.tanh(s(x))
            return x

    print(Iterative()(torch.randn(2, 8)).shape)
  `);
  silent('dropout where a branch asks whether it is trained', `
    class Net(nn.Module):
        def forward(self, x):
            if self.training and x.shape[0] > 1:
                x = F.dropout(x, p=0.5)
            return x
    Net()(torch.randn(3, 10))
  `);
  silent('dropout that knows whether it is trained', `

    class Net(nn.Module):
        def __init__(self, p=0.5):
            super().__init__()
            self.p, self.a, self.b = p, nn.Linear(10, 20), nn.Linear(20, 2)

        def forward(self, x):
            x = F.dropout(F.relu(self.a(x)), self.p, self.training)
            x = F.dropout2d(x[:, :, None, None], self.p, training=self.training).flatten(1)
            return self.b(x)

    def augment(x):
        return F.dropout(x, 0.1)

    print(Net()(augment(torch.randn(3, 10))).shape)
  `);
  silent('masks that are true where padding is', `
    src = torch.randint(0, 40, (3, 9))
    emb = nn.Embedding(40, 16, padding_idx=0)
    layer = nn.TransformerDecoderLayer(16, 2, batch_first=True)
    pad = src.eq(0)
    keep = src != 0
    out = layer(emb(src), emb(src), tgt_key_padding_mask=pad, memory_key_padding_mask=~keep)
    lengths = keep.sum(1)
    mean = (out * keep.unsqueeze(-1)).sum(1) / lengths.clamp(min=1).unsqueeze(1)
    print(mean.shape)
  `);
  silent('the last step along either axis', `
    seq = nn.LSTM(4, 8)
    bat = nn.LSTM(4, 8, batch_first=True)
    x = torch.randn(6, 3, 4)
    o1, (h1, _) = seq(x)
    o2, (h2, _) = bat(x)
    last = [o1[-1], o2[:, -1], h1[-1], h2[-1], o1.transpose(0, 1)[:, -1], o2.permute(1, 0, 2)[-1], o1[:, 0], o2[0]]
    one, _ = bat(x[:1])
    print([t.shape for t in last], one[-1].shape)
  `);
  silent('expanded rows are copied before they are written to', `
    cls = nn.Parameter(torch.zeros(1, 1, 8))
    x = torch.randn(4, 5, 8)
    tok = cls.expand(4, -1, -1)
    x = torch.cat([tok, x], 1)
    m = torch.ones(1, 6).expand(4, 6).contiguous()
    m[0, 3:] = 0
    e = torch.arange(6).expand(4, 6).float()
    e = e + 0
    e[:, 0] = 9
    z = torch.zeros(6).expand(4, 6) * 1.0
    z[1] = 3
    print(x.shape, m.sum(), e.sum(), z.sum())
  `);
  silent('statements that do something', `

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.fc = nn.Linear(4, 2)
            self.apply(self.init)
            self.step = 0

        def init(self, m):
            if isinstance(m, nn.Linear):
                nn.init.zeros_(m.bias)

        def forward(self, x):
            self.step
            x = x.clone()
            x.clamp_(0, 1)
            x.unsqueeze_(0)
            return self.fc(x)

    net = Net()
    net.cpu()
    net.double()
    print(net(torch.rand(3, 4).double()).shape)
  `);
  silent('weights of both sides of a product', `
    d, q = torch.randn(2, 9, 16), torch.randn(2, 5, 16)
    L = d @ q.transpose(1, 2)
    aq = torch.softmax(L, dim=1)
    ad = torch.softmax(L, dim=2)
    cq = d.transpose(1, 2) @ aq
    cd = ad @ q
    both = aq.transpose(1, 2) @ d
    print(cq.shape, cd.shape, both.shape)
  `);
});
