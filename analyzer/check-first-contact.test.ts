// What further public repositories do, each by the alarm that it once caused: a few lines each, written anew, beside the
// mistake that looks like it.
import { finds, silent } from './facts.ts';

silent('a module that nobody makes here is where who makes it moves it', `
  class Net(nn.Module):
      def __init__(self):
          super().__init__()
          self.inner = nn.Linear(2, 8)
          self.register_buffer('mask', torch.ones(8))
      def generate(self):
          x = torch.zeros(1, 2).cuda()
          return self.inner(x) * self.mask
`);

finds('what a module keeps beside its buffers stays on the CPU', `
  class Net(nn.Module):
      def __init__(self):
          super().__init__()
          self.mask = torch.ones(2)
      def generate(self):
          return torch.zeros(1, 2).cuda() * self.mask
`, 'Device/same@6');

silent('of the weights of a layer squeeze() drops the axes that are surely 1', `
  class Invertible(nn.Module):
      def __init__(self, c):
          super().__init__()
          self.conv = nn.Conv1d(c, c, kernel_size=1, bias=False)
      def forward(self, z):
          weight = self.conv.weight.squeeze()
          return self.conv(z), torch.logdet(weight), weight.inverse()
`);

finds('squeeze() leaves nothing of a table of one row and one column', `
  torch.logdet(torch.zeros(1, 1, 1).squeeze())
`, 'Linalg/matrix@1');

silent('a size of the input that was asked for before the table of embeddings was used', `
  class Chars(nn.Module):
      def __init__(self, classes, embed_dim, hidden, layers):
          super().__init__()
          self.layers, self.hidden = layers, hidden
          self.table = nn.Embedding(classes, embed_dim)
          self.rnn = nn.GRU(embed_dim, hidden, layers)
      def forward(self, x, state=None):
          batch = x.shape[0]
          if state is None:
              state = torch.zeros(self.layers, batch, self.hidden)
          word = self.table(x)  # (batch, len, embed)
          word = word.permute(1, 0, 2)  # (len, batch, embed)
          out, _ = self.rnn(word, state)  # (len, batch, hidden)
          return out
`);

silent('each of the probabilities that a game gathers has a history of its own', `
  import sys
  policy, kept = nn.Linear(4, 2), []
  while not len(sys.argv) > 3:
      odds = F.softmax(policy(torch.rand(4)), dim=0)
      kept.append((1.0, odds[0]))
      if torch.rand(()) > 0.5:
          break
  gathered = 0
  for reward, odd in kept[::-1]:
      gathered = reward + gathered
      loss = -torch.log(odd) * gathered
      loss.backward()
`);

finds('two walks back through the one history of a list', `
  policy = nn.Linear(4, 2)
  odds = F.softmax(policy(torch.rand(4)), dim=0)
  for odd in [odds[0], odds[1]]:
      torch.log(odd).backward()
`, 'Backward/twice@4');

silent('view() takes the last axis apart, whatever other axes measure', `
  anchors, classes = 9, 4
  x = torch.zeros(2, anchors * classes, 4, 4)
  x.permute(0, 2, 3, 1).contiguous().view(x.size(0), -1, 4)
`);

silent('numpy\'s names for what PyTorch\'s operators call dim and keepdim', `
  x = torch.rand(2, 3)
  torch.zeros(2, 1, 3) + torch.unsqueeze(x, axis=1)
  torch.zeros(2, 1) + x.amax(axis=1, keepdims=True)
`);

silent('sizes that are literal ones, by name', `
  torch.rand(2, 3).view(size=(3, 2))
`);

silent('parameters of PyTorch\'s own, by their names', `
  from torchvision import models, transforms
  net = nn.Sequential()
  net.append(module=nn.Embedding(4, 3, _weight=torch.zeros(4, 3)))
  net.register_buffer(name='rows', tensor=torch.zeros(3))
  net.apply(fn=print)
  nn.Identity()(input=net.rows) + nn.GroupNorm(1, 3, bias=False)(torch.zeros(2, 3))
  transforms.ToPILImage(mode='RGB')(torch.zeros(3, 8, 8))
  transforms.Lambda(lambd=lambda x: x)(net.rows)
  models.mobilenet_v2(width_mult=0.5)(torch.zeros(1, 3, 64, 64))
  loss = net(torch.tensor([1])).sum()
  torch.autograd.grad(loss, net.parameters(), only_inputs=True)
`);

const ways = Array.from({ length: 200 }, (_, i) => `  if sys.argv[2] == '${i}':\n      raise ValueError\n`).join('');

silent('where more is known than is kept, nobody knows which paths there are', `
  import sys
${ways}  x = torch.rand(int(sys.argv[1]), 4, 5)
  torch.cat([x.squeeze(0), x.squeeze(0)])
`);

finds('an axis that is dropped where there is one row alone', `
  import sys
  x = torch.rand(int(sys.argv[1]), 4, 5)
  torch.cat([x.squeeze(0), x])
`, 'Concat/ranks@3');

silent('the entries of a state need not have as many axes as each other', `
  def load(checkpoint, model):
      state = checkpoint['model']
      for name in [name for name in state.keys() if 'bias' in name]:
          length, heads = state[name].size()
      for name in [name for name in state.keys() if 'embed' in name]:
          _, length, width = state[name].size()
`);

finds('one tensor has one number of axes', `
  def load(checkpoint):
      length, heads = checkpoint['bias'].size()
      _, length, width = checkpoint['bias'].size()
`, 'Unpack/count@3');

silent('a state has buffers beside parameters, module by module', `
  net = nn.Sequential(nn.Linear(5, 5), nn.BatchNorm1d(5), nn.Linear(5, 2))
  found = [value for name, value in net.state_dict().items() if 'num' not in name]
  assert len(found) == 8
  found[4] + net[1].running_mean
  found[6] @ torch.zeros(5, 3)
`);

silent('what a function is given and uses as arrays are used', `
  import numpy as np
  def to_tensor(image):
      return torch.Tensor((image / 2 - 1)[:, :, :, np.newaxis].transpose((3, 2, 0, 1)))
  def save(image):
      return image.squeeze().transpose((1, 2, 0))
`);

finds('sizes of a tensor, of which it is known what it holds', `
  def save(image):
      return image.long().transpose((1, 2, 0))
`, 'Call/missing@2');

silent('two pictures of the same size', `
  class Scale:
      def __init__(self, scale):
          self.scale = scale
      def __call__(self, image, label):
          assert image.size == label.size
          return int(image.size[1] * self.scale), int(image.size[0] * self.scale)
`);

finds('two axes of a tensor that is asked for its size', `
  def scale(x):
      return x.size(1) + torch.zeros(3) @ torch.zeros(4)
`, 'MatMul/inner@2');

silent('the documentation of a function is text', `
  def score(x):
      """Of one batch."""
      return x.mean()
  score.__doc__ += 'More.'
`);

silent('what is None at first is made on the way that comes first', `
  from tqdm import tqdm
  def write(shards, size):
      bar, count = None, 0
      for tokens in shards:
          if count + len(tokens) < size:
              bar = bar or tqdm(total=size)
              bar.update(len(tokens))
          else:
              bar.update(size - count)
`);

silent('blocks of a model that are counted are not misspelt', `
  from torchvision import models
  inception = models.inception_v3()
  nn.Sequential(inception.Mixed_5b, inception.Mixed_6a)
`);

finds('an array of an image becomes a tensor, its channels first', `
  import numpy as np
  from torchvision import transforms
  image = transforms.Compose([transforms.ToTensor()])(np.zeros((8, 6, 3), np.uint8)).to('cpu')
  nn.Conv2d(3, 4, 3)(image[None])
  nn.Conv2d(8, 4, 3)(image[None])
`, 'Conv/channels@5');
