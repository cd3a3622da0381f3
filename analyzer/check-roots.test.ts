// What comes into a program from outside has as many axes as every execution uses it with: each program ends with a
// shape that cannot be, which shows what is known; or is silent where nothing may be said.
import { describe } from 'vitest';
import { finds, silent } from './facts.ts';

describe('a use that every execution meets', () => {
  finds('axes by unpacking a shape', `
    ids = torch.tensor(open('ids').read().split())
    b, t = ids[None].shape
    nn.Conv3d(1, 1, 1)(ids)
  `, 'Conv/rank@3');
  finds('axes by the state of a recurrent cell', `
    data = torch.load('data.pt')
    x = torch.from_numpy(data[3:, :-1])
    cell = nn.LSTMCell(1, 5)
    for part in x.split(1, dim=1):
        h, c = cell(part, (torch.zeros(x.size(0), 5), torch.zeros(x.size(0), 5)))
    nn.Conv3d(1, 1, 1)(x)
  `, 'Conv/rank@6');
  finds('a table of numbers has at most two axes', `
    import numpy as np
    table = np.genfromtxt('table.txt')
    x = torch.from_numpy(table[:, 1:]).float()
    nn.Conv3d(1, 1, 1)(x)
  `, 'Conv/rank@4');
  finds('beside a known tensor', `
    from strange import unheard_of
    row = torch.cat((torch.tensor([1]), torch.tensor(unheard_of), torch.tensor([2])))
    row.transpose(0, 1)
  `, 'View/axes@3');
  finds('the state after a recurrent layer is as the state before', `
    out, h = nn.GRU(4, 6)(torch.load('x.pt'), torch.zeros(1, 2, 6))
    h @ torch.zeros(5, 1)
  `, 'MatMul/inner@2');
  finds('what is flattened has so many axes', `
    y = F.relu(torch.load('x.pt')).flatten(1)
    nn.Conv3d(1, 1, 1)(y)
  `, 'Conv/rank@2');
});

describe('what says nothing', () => {
  silent('uses under a question about the value', `
    x = torch.from_numpy(torch.load('x.pt'))
    if x.dim() == 3:
        c, h, w = x.shape
    else:
        b, c, h, w = x.shape
    x.transpose(0, 3)
  `);
  silent('a use whose failure is caught', `
    x = torch.from_numpy(torch.load('x.pt'))
    try:
        a, b = x.shape
    except ValueError:
        x = x.flatten(1)
    x.transpose(0, 2)
  `);
  silent('uses that contradict each other on different calls', `
    def load(path, pairs):
        x = torch.from_numpy(torch.load(path))
        if pairs:
            a, b = x.shape
        else:
            a, b, c = x.shape
        return x
    load('a', True).transpose(0, 1)
    load('b', False).transpose(0, 2)
  `);
  silent('what is usually given to a layer', `
    x = torch.from_numpy(torch.load('x.pt'))
    y = nn.Conv2d(3, 4, 3)(x)
    y[None].transpose(0, 3)
  `);
  silent('an array that lists are added to', `
    data = torch.load('x.pt')
    a, b = data.shape
    data[:, :3] + [1, 2, 3]
  `);
});

finds('the blocks of a list of unknown length move with their module', `
  class Net(nn.Module):
      def __init__(self, n, bias):
          super().__init__()
          self.blocks = nn.ModuleList([nn.Linear(4, 4, bias=bias) for _ in range(n)])
      def forward(self, x):
          for block in self.blocks:
              x = block(x)
          return x
  options = torch.load('x.pt')
  net = Net(options['n'], options['bias']).cuda()
  net(torch.zeros(2, 4).cuda()) @ torch.zeros(5, 1).cuda()
`, 'MatMul/inner@11');

finds('what a hook puts into a dictionary is what it is used as', `
  class Wrapper(nn.Module):
      def __init__(self, net):
          super().__init__()
          self.net, self.hidden = net, {}
          [*net.children()][-2].register_forward_hook(self.keep)
      def keep(self, _, input, output):
          self.hidden[input[0].device] = output
      def forward(self, x):
          self.net(x)
          hidden = self.hidden[x.device]
          b, c, h, w = hidden.shape
          return nn.Linear(c, 5)(hidden.permute(0, 2, 3, 1)).view(b, c, h, w, 7)
`, 'Reshape/count@12');

finds('what an outer model makes of what is not known is entered alone', `
  import json
  class Block(nn.Module):
      def __init__(self, dim):
          super().__init__()
          self.dim = dim
          self.b = nn.Linear(dim + 1, dim)
      def forward(self, x):
          return self.b(self.b(x.repeat(self.dim)))
  class Net(nn.Module):
      def __init__(self):
          super().__init__()
          self.block = Block(json.load(open('sizes.json')))
      def forward(self, x):
          return self.block(x)
`, 'Linear/in_features@8');
