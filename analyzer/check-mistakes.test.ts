// Mistakes that the language itself refuses: calls, unpacking, attributes, items, assertions about sizes.

import { finds, silent } from './facts.ts';

finds('a layer is made without its last size', 'nn.Linear(40)', 'Call/missing@1');

finds('a loss is called without a target', 'nn.CrossEntropyLoss()(torch.zeros(2, 3))', 'Call/missing@1');

finds('a function of the program is called with too few arguments, too many, and one that it does not have', `
  def f(x, width=3):
      return x
  f()
  f(1, 2, 3)
  f(1, depth=2)
`, 'Call/missing@3', 'Call/surplus@4', 'Call/unexpected@5');

finds('a layer is made with an argument of another', 'nn.Linear(4, 2, padding_idx=0)', 'Call/unexpected@1');

silent('a decorator that is not known may call its function otherwise', `
  import strange
  @strange.main()
  def run(config):
      return config
  run()
`);

silent('a function that takes whatever comes is entered with whatever comes', `
  class Base(nn.Module):
      def __init__(self, width):
          super().__init__()
          self.width = width
  class Wrapped(Base):
      def __init__(self, *args, **kwargs):
          super().__init__(*args, **kwargs)
      def forward(self, x):
          return x
`);

silent('a library may spell a parameter otherwise than its model', 'torch.multinomial(torch.rand(4), num_samples=2)');

finds('values are unpacked into another number of names', 'a, b = torch.zeros(2, 3).amax(1).shape', 'Unpack/count@1');

silent('a batch of unknown length is unzipped', `
  def collate(data):
      images, captions = zip(*data)
      return images
`);

finds('the pair that max gives is taken for a tensor', `
  pred = torch.zeros(2, 3).max(1)
  pred.unsqueeze(0)
`, 'Tensor/attribute@2');

finds('an item of a number', `
  n = 3
  n[0]
`, 'Index/type@2');

finds('an index past the end of a tuple', `
  t = (1, 2)
  t[2]
`, 'Index/past@2');

finds('an assertion about sizes that cannot hold', `
  x = torch.zeros(2, 3)
  assert x.shape == (2, 4)
`, 'Assert/fails@2');

finds('heads that are asserted to divide the width', `
  def attend(width, heads):
      assert width % heads == 0, 'no'
  attend(8, 3)
`, 'Assert/fails@2');

silent('an assertion about what the user gives', `
  import argparse
  parser = argparse.ArgumentParser()
  parser.add_argument('--epochs', type=int, default=0)
  args = parser.parse_args()
  def train(epochs):
      assert epochs > 0
  if args.epochs:
      train(args.epochs)
`);

finds('a context that is a truth value', `
  train = True
  with train:
      pass
`, 'With/context@2');

finds('a range that leads away from its end', 'torch.arange(8, 0, 2)', 'Arange/step@1');
silent('a range that leads down to its end', 'torch.arange(8, 0, -2)');

finds('random integers without a size, and with the size first', `
  torch.randint(7)
  torch.randint((10,), 2)
`, 'Call/missing@1', 'Call/missing@2');

finds('backward from indices', 'torch.zeros(3, requires_grad=True).argmax().backward()', 'Gradient/dtype@1');

finds('images that nobody turns into tensors are collated', `
  from torchvision import datasets
  from torch.utils.data import DataLoader
  for x, y in DataLoader(datasets.MNIST('data'), batch_size=8):
      pass
`, 'Collate/image@3');

finds('parts that do not make up the dataset', `
  from torch.utils.data import TensorDataset, random_split
  random_split(TensorDataset(torch.zeros(10, 2)), [7, 4])
`, 'RandomSplit/total@2');

finds('a forward that asserts too short a block', `
  class Block(nn.Module):
      def __init__(self, longest):
          super().__init__()
          self.longest = longest
      def forward(self, x):
          b, t = x.size()
          assert t <= self.longest
          return x
  Block(8)(torch.zeros(2, 16))
`, 'Assert/fails@7');

finds('what a wrong tensor is made of may fail by itself, in a later turn', `
  other = torch.rand(4, 3)
  for n in (4, 2):
      x = torch.zeros(n, 2).view(4, 2)
      y = torch.cat([x, other.double(), torch.zeros(5, 1)], dim=1)`, 'Concat/extents@4', 'Reshape/count@3');
finds('a diagonal outside of the matrix is empty', `
  torch.diag(torch.zeros(3, 3), 5).view(1)
  torch.diag(torch.zeros(3, 3), 5).view(0)`, 'Reshape/count@1');

finds('an entry that the dictionary of the program lacks', `
  losses = {'kld': torch.zeros(1), 'mse': torch.zeros(1)}
  losses['kl']
`, 'Index/key@2');
finds('an entry that no sample of a batch has', `
  from torch.utils.data import DataLoader
  for batch in DataLoader([{'image': torch.zeros(3)} for _ in range(4)], batch_size=2):
      batch['images']
`, 'Index/key@3');
silent('entries that hooks and others add', `
  kept = {}
  nn.Linear(2, 2).register_forward_hook(lambda m, i, o: kept.__setitem__('t', o))
  kept.get('s')
  sizes = {'a': 1}
  import somewhere
  somewhere.fill(sizes)
  sizes['b']
`);

finds('numpy() of what the parameters of a model gave', `
  net = nn.Linear(3, 1)
  torch.sigmoid(net(torch.zeros(2, 3))).numpy()
  net.weight.numpy()
`, 'Gradient/numpy@2', 'Gradient/numpy@3');
silent('numpy() of what learns nothing', `
  net = nn.Linear(3, 1)
  with torch.no_grad():
      net(torch.zeros(2, 3)).numpy()
  net(torch.zeros(2, 3)).argmax(1).numpy()
  net.weight.detach().numpy()
  net.weight.data.cpu().numpy()
  with torch.no_grad():
      net.weight.t().numpy()
  frozen = nn.Linear(3, 1).requires_grad_(False)
  frozen(torch.zeros(2, 3)).numpy()
`);

finds('layers in a list in a container', `
  nn.Sequential([nn.Linear(2, 2), nn.ReLU()])
`, 'Layer/module@1');
finds('a pair of values and indices compared with labels', `
  (torch.rand(4, 3).max(dim=1) == torch.zeros(4)).float()
`, 'Operator/types@1');
finds('samples of unequal length in one batch', `
  from torch.utils.data import Dataset, DataLoader
  class Boxes(Dataset):
      def __len__(self):
          return 9
      def __getitem__(self, i):
          return torch.zeros(1 + i % 3, 4)
  for x in DataLoader(Boxes(), batch_size=3):
      pass
`, 'Collate/sizes@7');
finds('rows that a mask picked beside labels of all rows', `
  mask = torch.rand(30) > 0.5
  F.cross_entropy(torch.rand(30, 4)[mask], torch.zeros(30).long())
`, 'NegativeLogLikelihoodLoss/target@2');
silent('rows that a mask picked on both sides', `
  mask = torch.rand(30) > 0.5
  F.cross_entropy(torch.rand(30, 4)[mask], torch.zeros(30).long()[mask])
`);
finds('a comparison lies as its first operand does', `
  pred = torch.rand(8, 5).topk(5, 1)[1].t()
  pred.eq(torch.zeros(8).long().view(1, -1).expand_as(pred))[:5].view(-1)
`, 'View/contiguous@2');

finds('what a decorator keeps gradients from is only the function below it', `
  net = nn.Linear(3, 1)
  @torch.no_grad()
  def scores(x):
      return net(x)
  scores(torch.zeros(2, 3)).numpy()
  net(torch.zeros(2, 3)).numpy()
  scores(torch.zeros(2, 3)).mean().backward()
`, 'Gradient/numpy@6', 'Backward/graph@7');
finds('a probability that was learnt, walked through twice', `
  net = nn.Linear(3, 2)
  d = torch.distributions.Normal(net(torch.zeros(4, 3)), torch.ones(2))
  log = d.log_prob(d.rsample())
  log.mean().backward()
  (log * 2).mean().backward()
`, 'Backward/twice@5');
finds('the first of the parameters', `
  weight = next(nn.Linear(5, 3).parameters())
  weight.view(7)
`, 'Reshape/count@2');
finds('methods of dictionaries and arrays on a tensor', `
  torch.zeros(3).astype('float32')
`, 'Tensor/method@1');
finds('a sequence that grows past its table in a late turn', `
  class Model(nn.Module):
      def __init__(self):
          super().__init__()
          self.table, self.layers = nn.Embedding(30, 8), nn.Sequential(*[nn.Linear(8, 8) for _ in range(12)])
      def forward(self, x):
          assert x.size(1) <= 32
          return self.layers(self.table(x))
  model, x = Model(), torch.zeros((1, 1), dtype=torch.long)
  for _ in range(50):
      best = model(x)[:, -1].softmax(-1)
      x = torch.cat([x, torch.multinomial(best, 1)], dim=1)
`, 'Assert/fails@6');
finds('classes last where they come second', `
  def pairs(n):
      x = torch.zeros(4, n, 60)
      return x, torch.zeros(4, n).long()
  n = int(torch.randint(3, 9, (1,)))
  scores, labels = pairs(n)
  F.cross_entropy(scores, labels)
`, 'NegativeLogLikelihoodLoss/target@6');
finds('a layer that the dictionary of layers lacks', `
  layers = nn.ModuleDict({'in': nn.Linear(2, 2), 'out': nn.Linear(2, 2)})
  layers['hidden'](torch.zeros(1, 2))
`, 'Index/key@2');
