// What public repositories of many styles do, each by the alarm or the silence that it once caused.
import { finds, silent } from './facts.ts';

silent('modules added under names that are not known move with their parent', `
  class Heads(nn.Module):
      def __init__(self, n):
          super().__init__()
          self.heads = [nn.Linear(5, 8) for _ in range(n)]
          for i, head in enumerate(self.heads):
              self.add_module('head_{}'.format(i), head)
      def forward(self, x):
          return torch.cat([head(x) for head in self.heads], 1)
  import sys
  net = Heads(int(sys.argv[1]))
  net.cuda()
  net(torch.zeros(3, 5).cuda())
`);

finds('a name that a pattern makes', `
  class Net(nn.Module):
      def __init__(self):
          super().__init__()
          for i in range(3):
              setattr(self, 'fc%d' % i, nn.Linear(4, 4))
              self.add_module('{}_{n}'.format('out', n=i), nn.Linear(4, 5))
      def forward(self, x):
          return self.out_2(self.fc1(x))
  Net()(torch.zeros(2, 4)).view(9)
`, 'Reshape/count@9');

silent('a tensor that is on no GPU is known by where it is', `
  net = nn.Linear(3, 9).cuda()
  x = net(torch.randn(4, 3).cuda())
  eye = torch.eye(3).view(1, 9)
  if x.is_cuda:
      eye = eye.cuda()
  x + eye
`);

silent('what is made of a tensor is where the tensor is', `
  x = torch.randn(4, 5).cuda()
  (x > 0).nonzero() + torch.zeros(4, 2).cuda().long()[:1]
  row, column = torch.where(x > 0)
  row.float() + x.sum()
  values, counts = torch.unique(x, return_counts=True)
  values * counts
  nn.GRU(5, 6).cuda()(torch.nn.utils.rnn.pack_sequence([x, x]))[1] + torch.zeros(1, 2, 6).cuda()
`);

silent('functions that make tensors put them where they are told', `
  x = torch.randn(4, 5).cuda()
  torch.fft.fftfreq(5, device=x.device) * x
  nn.Transformer.generate_square_subsequent_mask(5, device=x.device) + x[:1]
  torch.triu_indices(4, 4, device=x.device) + x[:1, :1].long()
`);

silent('the batch of an image that is not known may be the one that it was given', `
  from scipy.io import loadmat
  conv = nn.Conv1d(88, 88, 3)
  for x in loadmat('songs')['all']:
      out = conv(x.unsqueeze(0).transpose(1, 2)).transpose(1, 2).squeeze(0)
      torch.log(out).float().t()
`);

silent('a function that is not known may return other things for other arguments', `
  model = torch.load('model.pt')
  def evaluate(x):
      y, h = model(x)
      return y
  def train(x):
      y, h, a, b = model(x, True)
      return y
  evaluate(torch.zeros(2))
  if torch.cuda.is_available():
      train(torch.zeros(2))
`);

silent('places in an array that is not known', `
  import numpy as np
  def ranks(lists, k):
      return [np.where(lists[i][0:min(k, lists[i].shape[0])] > 0)[0] for i in range(len(lists))]
`);

silent('what an unknown decorator makes of a function may have items', `
  import triton
  @triton.jit
  def kernel(x):
      pass
  kernel[(1,)](torch.zeros(3))
`);

silent('an encoding of texts made by hand', `
  import tiktoken
  n = 300
  tokens = tiktoken.Encoding(name='mine', explicit_n_vocab=n, pat_str='x', mergeable_ranks={}, special_tokens={}).encode('a b')
  nn.Embedding(n, 8)(torch.tensor(tokens))
`);

finds('an index of a tensor without axes, by a position in a text', `
  import string
  x = torch.zeros(5)
  x[0][string.ascii_lowercase.find('a')] = 1
`, 'Index/axes@3');

finds('the least of one number', `
  x = torch.zeros(min(3))
`, 'Index/type@1');

finds('a row of values with stars', `
  a, b, c = torch.zeros(3), *(torch.zeros(k) for k in (4, 5))
  a + c
`, 'Add/broadcast@2');

silent('inputs that are several tensors', `
  class Join(nn.Module):
      def forward(self, features):
          return torch.cat(features, 1)
  class Skip(nn.Module):
      def forward(self, features, x):
          return torch.cat([x] + features, 1), torch.stack(features + (x,))
  class Recurrent(nn.Module):
      def __init__(self):
          super().__init__()
          self.lstm = nn.LSTM(4, 5)
      def forward(self, x, hidden):
          return self.lstm(x, hidden)
`);

silent('an axis of an input that may be one', `
  def post(x):
      b, c, h = x.shape
      return x.squeeze(0).t()
`);

silent('entries that are taken out where that cannot be told', `
  import inspect
  def make(a, b): return nn.Linear(a, b)
  def options():
      found = dict(a=1, b=2, c=3)
      names = inspect.getfullargspec(make)[0]
      for k in found.copy().keys():
          if k not in names:
              del found[k]
      return found
  make(**options())
  make(**{k: v for k, v in dict(a=1, b=2, c=3).items() if k in inspect.signature(make).parameters})
`);

silent('a sequence that is empty unless it is given', `
  class Detect(nn.Module):
      def __init__(self, anchors=()):
          super().__init__()
          self.n = len(anchors[0]) // 2
          self.register_buffer('anchors', torch.tensor(anchors).float().view(len(anchors), -1, 2))
`);

silent('places among values that are not known', `
  def sample(cdf, n):
      u = torch.rand(list(cdf.shape[:-1]) + [n])
      inds = torch.searchsorted(cdf, u, right=True)
      g = torch.stack([inds - 1, inds], -1)
      return g.shape[1]
`);

silent('parts of a tensor of unknown rank are not as wide as the whole', `
  from mine import activate
  def step(x):
      both = nn.Linear(8, 40)(activate(x))
      dt, b, c = torch.split(both, [8, 16, 16], dim=-1)
      u, v = both.chunk(2, dim=-1)
      return nn.Linear(8, 4)(dt), nn.Linear(16, 4)(b), nn.Linear(20, 4)(u)
`);

silent('a choice out of nothing', `
  import random
  paths = []
  x = torch.zeros(4)[random.randint(0, len(paths) - 1)]
`);

silent('sizes that are two or three', `
  def resize(x, size):
      if x.ndim == 3:
          n, h, w = size
      else:
          h, w = size
      return h * w
`);

finds('a shape in single numbers to be broadcast to', `
  torch.zeros(8).broadcast_to(2, 3, 1, 8).view(49)
`, 'Reshape/count@1');

silent('places and labels that come as one pair have axes of their own', `
  from typing import Optional, Tuple
  class Prompts(nn.Module):
      def __init__(self, width=8):
          super().__init__()
          self.absent = nn.Embedding(1, width)
          self.encode = nn.Linear(2, width)
      def forward(self, points: Optional[Tuple[torch.Tensor, torch.Tensor]]):
          known = torch.empty((points[0].shape[0], 0, 8))
          coords, labels = points
          x = self.encode(coords)
          x[labels == -1] += self.absent.weight
          return torch.cat([known, x], dim=1)
  class Bare(Prompts):
      def forward(self, points):
          known = torch.empty((points[0].shape[0], 0, 8))
          coords, labels = points
          x = self.encode(coords)
          x[labels == -1] += self.absent.weight
          return torch.cat([known, x], dim=1)
`);

silent('as many turns as experts, of which there is one by default', `
  class Experts(nn.Module):
      def __init__(self, dim: int, experts: int = 1):
          super().__init__()
          self.weights = nn.Parameter(torch.empty(experts, dim, dim))
      def forward(self, x, counts):
          parts = torch.split(x, counts.tolist(), dim=0)
          return torch.cat([part @ self.weights[i] for i, part in enumerate(parts)], dim=0)
  def each(n, experts=1):
      weights = torch.zeros(experts, 3)
      for i in range(1, n):
          weights[i] += weights.narrow(0, i, 1).sum()
`);

finds('a turn that surely comes is beyond the end', `
  w = torch.zeros(1, 3)
  for i, x in enumerate(torch.zeros(100, 3)):
      w[i] += x
`, 'Index/range@3');

silent('actions of so many environments, of which there may be one, put into a place for one', `
  import sys
  actions = torch.zeros(100, dtype=torch.int64)
  def add(i, n: int):
      actions[i] = torch.zeros(n, dtype=torch.int64)
  add(3, int(sys.argv[1]))
`);

finds('two actions put into a place for one', `
  torch.zeros(100)[3] = torch.zeros(2)
`, 'Index/assign@1');
