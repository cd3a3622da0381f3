// Arguments of another kind than library functions take: a module for a tensor, a tensor for an axis, a text in the
// wrong place.

import { finds, silent } from './facts.ts';

finds('a module calls a layer with itself', `
  class Net(nn.Module):
      def __init__(self):
          super().__init__()
          self.fc = nn.Linear(4, 2)
      def forward(self, x):
          x = self
          return self.fc(x)
  Net()(torch.zeros(3, 4))
`, 'Tensor/expected@7');
finds('arguments of a function in another order', 'F.one_hot(5, torch.zeros(3).long())', 'Call/tensor@1');
finds('a size where the input belongs', 'x = torch.zeros(2, 3, 8, 8)\nF.avg_pool2d(x.size(3), x)', 'Call/tensor@2');
finds('an index where the axis belongs', 'torch.zeros(4, 2).gather(torch.zeros(4, 1).long(), 1)', 'Call/number@1');
finds('the places to gather are in a tuple', 'torch.zeros(4, 2).gather(1, (0, 1))', 'Call/tensor@1');
finds('sizes of pieces where their number belongs', 'torch.chunk(torch.zeros(8), [3, 5])', 'Call/number@1');
finds('a buffer before its name', 'nn.Module().register_buffer(torch.zeros(3), "pe")', 'Call/text@1');
finds('a learning rate before what is learnt', 'torch.optim.SGD(0.01, nn.Linear(2, 2).parameters(), momentum=0.9)', 'Call/number@1');
finds('an axis for a function of each element', 'torch.zeros(2, 3).sigmoid(1)', 'Call/surplus@1');
finds('four axes for a transposition', 'torch.zeros(2, 3, 4, 5).transpose(0, 2, 1, 3)', 'Call/surplus@1');
finds('a number is asked for what only tensors have', 'n = 5\nn.unsqueeze(1)', 'Tensor/attribute@2');
finds('a shape times a part', 'x = torch.zeros(2, 3)\n0.1 * x.shape', 'Operator/types@2');
finds('values to scatter are left out', 'torch.zeros(4, 5).scatter_(1, torch.zeros(4, 1).long())', 'Call/missing@1');
finds('random integers that are normal', 'torch.randn(4, dtype=torch.long)', 'Tensor/real@1');
finds('the triangle of a row', 'torch.ones(4).tril()', 'Linalg/matrix@1');
finds('no draws, and draws by places', `
  torch.multinomial(torch.rand(4), 0)
  torch.multinomial(torch.rand(4).topk(2).indices, 1)
`, 'Multinomial/count@1', 'Tensor/real@2');

finds('the pair of a recurrent layer, indexed like its output', 'nn.LSTM(4, 6)(torch.zeros(5, 3, 4))[:, -1]', 'Index/tuple@1');

silent('numbers in the place of tensors that take them', `
  x = torch.rand(3)
  torch.pow(2, x), torch.where(x > 0, 1.0, x), torch.add(x, 2), torch.mul(x, 3), torch.eq(x, 1)
  torch.zeros(2, 3).sum(torch.tensor(1)), x.unsqueeze(torch.tensor(0)), torch.exp(x, out=x), F.relu(x, inplace=True), F.relu(x, True)
`);
silent('a loss that begins as a number', `
  from torch.utils.data import DataLoader
  net = nn.Linear(4, 1)
  def run(batches):
      loss = 0
      for x in batches:
          loss = loss + net(x).mean()
      loss.backward()
      return loss
  run(DataLoader(torch.zeros(10, 4), batch_size=3))
`);
silent('an object that torch calls back', `
  class Wrapped:
      def __init__(self, x):
          self.x = x
      @classmethod
      def __torch_function__(cls, func, types, args=(), kwargs=None):
          return args[0].x
  torch.exp(Wrapped(torch.zeros(3)))
`);
silent('an input that may be a number or a tensor', `
  def scaled(x, n):
      for _ in range(n):
          x = x * 2
      return torch.exp(x) * n
`);

const NET = `
  class Net(nn.Module):
      def __init__(self):
          super().__init__()
          self.fc1 = nn.Linear(4, 3)
      def forward(self, x):
          return self.fc2(x)`;
finds('a layer that was never made', `${NET}
  Net()(torch.zeros(2, 4))`, 'Attribute/missing@6');
finds('of what nobody makes, a name that is all but that of another layer', NET, 'Attribute/missing@6');
silent('a base leaves it to others to make a layer', `
  class Base(nn.Module):
      def __init__(self):
          super().__init__()
          self.head = nn.Linear(4, 3)
      def forward(self, x):
          return self.head(self.encoder(x))
`);
silent('layers that are given from elsewhere, under names that are put together, and two at once', `
  class Net(nn.Module):
      def __init__(self):
          super().__init__()
          self.fc1, self.fc2 = nn.Linear(4, 3), nn.Linear(3, 4)
      def forward(self, x):
          return self.fc2(self.fc1(x)) * self.scale
  net = Net()
  net.scale = 2
  net(torch.zeros(2, 4))
`);
silent('a name that is put together', `
  class Net(nn.Module):
      def __init__(self):
          super().__init__()
          for i in (1, 2):
              setattr(self, 'fc' + str(i), nn.Linear(4, 4))
      def forward(self, x):
          return self.fc2(self.fc1(x))
  Net()(torch.zeros(2, 4))
`);
finds('an option that a dataclass has not', `
  from dataclasses import dataclass
  @dataclass
  class Config:
      heads: int = 4
      width: int = 32
  class Block(nn.Module):
      def __init__(self, cfg: Config):
          super().__init__()
          self.out = nn.Linear(cfg.width, cfg.n_heads)
      def forward(self, x):
          return self.out(x)
  Block(Config())(torch.zeros(2, 32))
`, 'Attribute/missing@9');
silent('what a class is called tells what it has', `
  import sys
  class Net(nn.Module):
      def __init__(self):
          super().__init__()
          self.fc1 = nn.Linear(4, 3)
      def forward(self, x):
          return self.fc1(x)
  def init(m):
      name = m.__class__.__name__
      if name.find('Linear') != -1:
          torch.nn.init.normal_(m.weight, 0.0, 0.02)
  Net().apply(init)
`);
silent('the losses of what may be no scales at all are added', `
  class Scales(nn.Module):
      def __init__(self):
          super().__init__()
          self.models = nn.ModuleList()
          for i in range(3):
              self.models.add_module('disc_%d' % i, nn.Linear(4, 1))
      def compute_loss(self, x, gt):
          return sum([torch.mean((out - gt) ** 2) for out in self.forward(x)])
      def forward(self, x):
          outputs = []
          for m in self.models:
              outputs.append(m(x))
          return outputs
  Scales().compute_loss(torch.zeros(2, 4), 1).backward()
`);
finds('places that are no integers, of whatever shape', `
  class Weighed(nn.Module):
      def __init__(self, classes: int):
          super().__init__()
          self.register_buffer('alpha', torch.ones(classes))
      def forward(self, x, target):
          return self.alpha[target.float()] * x`, 'Index/dtype@6');
finds('a whole shape as the sizes to reach', 'x = torch.zeros(1, 3, 8, 8)\nF.interpolate(x, size=x.shape)', 'Resize/sizes@2');
silent('what a tracer gives has more than the module', `${NET.replace('fc2', 'fc1')}
  from torch.fx import symbolic_trace
  symbolic_trace(Net()).graph.print_tabular()
  torch.compile(Net())._orig_mod
  nn.DataParallel(Net()).module.fc1
`);
