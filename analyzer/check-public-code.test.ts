// What public repositories do, each by the alarm or the silence that it once caused: a few lines each, written anew.
import { finds, silent } from './facts.ts';

silent('two lists of which nothing is known are gone through side by side', `
  class Read(nn.Module):
      def __init__(self, dim):
          super().__init__()
          self.project = nn.Linear(2 * dim, dim)
      def forward(self, x, token):
          b, c, h, w = x.shape
          x = x.view(b, c, -1).transpose(1, 2)
          return self.project(torch.cat([x, token[:, :1].expand_as(x)], dim=-1))
  class Decoder(nn.Module):
      def __init__(self):
          super().__init__()
          self.read = Read(756)
      def forward(self, features, tokens):
          return [self.read(x, token) for x, token in zip(features, tokens)]
`);

silent('rows of a table whose width a product has told', `
  import sys
  x = torch.rand(int(sys.argv[1]), int(sys.argv[2]))
  x @ torch.zeros(10, 3)
  for i in range(0, x.size(0) - 1, 35):
      x[i:i + 35].view(-1)
`);

finds('columns of a table whose width a product has told', `
  import sys
  x = torch.rand(int(sys.argv[1]), int(sys.argv[2]))
  x @ torch.zeros(10, 3)
  x[:, :5].view(-1)
`, 'View/contiguous@4');

silent('the last batch of one loader need not meet what another one gives', `
  from torch.utils.data import DataLoader
  class Data:
      def __init__(self, file):
          self.rows = torch.load(file)
      def __getitem__(self, i):
          return torch.zeros(3)
      def __len__(self):
          return len(self.rows)
  a, b = DataLoader(list(torch.zeros(100, 3)), 64), DataLoader(Data('b.pt'), 64)
  for x, y in zip(a, b):
      x - y
  for x, _ in zip(a, range(1)):
      x - torch.zeros(64, 1)
`);

finds('two loaders side by side', `
  from torch.utils.data import DataLoader
  a, b = DataLoader(torch.zeros(100, 3), 64), DataLoader(torch.zeros(100, 4), 64)
  for x, y in zip(a, b):
      x - y
`, 'Sub/broadcast@4');

silent('a walk down a tree ends before its last row', `
  import numpy as np
  class Tree:
      def __init__(self, capacity):
          self.size = 2 * capacity - 1
          self.sums = np.zeros(self.size, dtype=np.float32)
      def find(self, value):
          at = 0
          while at * 2 + 1 < self.size:
              left = at * 2 + 1
              if value <= self.sums[left]:
                  at = left
              else:
                  value -= self.sums[left]
                  at = left + 1
          return at
  Tree(1000000).find(np.random.uniform(0, 1))
`);

silent('more layers than are followed one by one, each as wide as the one before', `
  class Block(nn.Module):
      def __init__(self, a, b):
          super().__init__()
          self.down = nn.Linear(a, b) if a != b else None
          self.same = nn.Linear(b, b)
      def forward(self, x):
          total = 0.
          for k in range(9000):
              total = total * k + 1
          if self.down is not None:
              x = self.down(x)
          return x + self.same(x) * total
  blocks = nn.ModuleList([Block(2 ** (i // 3), 2 ** ((i + 1) // 3)) for i in range(30)])
  x = torch.zeros(5, 1)
  for block in blocks:
      x = block(x)
`);

finds('what one mistake makes of a flow clashes nowhere else', `
  class Coupling(nn.Module):
      def __init__(self, dim):
          super().__init__()
          self.k = dim // 2
          self.net = nn.Sequential(nn.Linear(dim, 24), nn.Tanh(), nn.Linear(24, 2 * (dim - self.k)))
      def forward(self, x):
          a, b = x[:, :self.k], x[:, self.k:]
          s, t = self.net(a).chunk(2, dim=1)
          return torch.cat([b * s.exp() + t, a], dim=1), s.sum(dim=1)
  x, d = torch.zeros(128, 2), 0
  for layer in nn.ModuleList([Coupling(2) for _ in range(4)]):
      x, one = layer(x)
      d = d + one
  torch.distributions.MultivariateNormal(torch.zeros(2), torch.eye(2)).log_prob(x) + d
`, 'Linear/in_features@8');

finds('a pair that is taken for a tensor is told once', `
  y = torch.randn(90, 6).max(dim=1)
  y.split(32)
  torch.zeros(90) == y
`, 'Tensor/attribute@2');

silent('a method that only raises is called as those that stand in for it are', `
  class Trainer:
      def loss(self):
          """what a batch costs"""
          raise NotImplementedError
      def train(self, batch):
          self.loss(batch)
  class Pairs(Trainer):
      def loss(self, batch):
          return batch.sum()
`);

finds('a function that raises at its end is called as it is written', `
  def loss(x):
      print(x.view(-1))
      raise ValueError
  loss(torch.zeros(3), 4)
`, 'Call/surplus@4');
