// What stands around tensors in programs: arrays, pictures, options, environments. Each program ends with a shape that
// cannot be, which shows that the shape before it is known.
import { finds, silent } from './facts.ts';

finds('arrays of numpy have shapes', `
  import numpy as np
  a = np.concatenate([np.zeros((3, 4)), np.random.rand(5, 4)]).astype(np.float32)
  torch.from_numpy(a.T[None] * 2).view(9)
`, 'Reshape/count@3');

finds('a file that is mapped is an array of one axis', `
  import numpy as np
  data = np.memmap('tokens.bin', dtype=np.uint16, mode='r')
  starts = torch.randint(len(data) - 8, (4,))
  x = torch.stack([torch.from_numpy(data[i:i + 8].astype(np.int64)) for i in starts])
  x.unsqueeze(0).permute(0, 1)
`, 'Transpose/permutation@5');

finds('an array of a picture', `
  from PIL import Image
  import numpy as np
  torch.from_numpy(np.array(Image.open('a.png').convert('RGB'))).permute(2, 0, 1).expand(4, -1, -1)
`, 'Expand/broadcast@3');

finds('an einsum with an ellipsis', `
  torch.einsum('... d, m d -> ... m', torch.zeros(2, 3, 8), torch.zeros(5, 8)).view(31)
`, 'Reshape/count@1');

finds('what a copy is given the original does not get', `
  import copy
  net = nn.Sequential(nn.Linear(4, 3))
  other = copy.deepcopy(net)
  other[0] = nn.Linear(5, 3)
  net(torch.zeros(1, 4))
  other(torch.zeros(1, 4))
`, 'Linear/in_features@6');

finds('options that are one of several dictionaries', `
  from torch.utils.data import DataLoader, TensorDataset
  more = {'num_workers': 2, 'drop_last': True} if torch.cuda.is_available() else {}
  for (x,) in DataLoader(TensorDataset(torch.zeros(64, 6)), batch_size=32, **more):
      nn.Linear(7, 1)(x)
`, 'Linear/in_features@4');

finds('the common networks', `
  from torchvision import models
  net = models.resnet18(weights=None)
  net.fc = nn.Linear(net.fc.in_features, 5)
  net(torch.zeros(2, 3, 64, 64)).view(11)
`, 'Reshape/count@4');

finds('an environment says how much is seen', `
  import gymnasium as gym
  env = gym.make('CartPole-v1')
  state, _ = env.reset()
  nn.Linear(8, env.action_space.n)(torch.from_numpy(state).float().unsqueeze(0))
`, 'Linear/in_features@4');

silent('names of a scope as a dictionary', `
  def widths(a_width=4, b_width=6):
      given = dict(locals())
      return [value for name, value in given.items() if name[:2] == 'a_']
  nn.Linear(widths()[0], 1)(torch.zeros(2, 4))
`);

finds('options of sub-commands', `
  import argparse
  parser = argparse.ArgumentParser()
  commands = parser.add_subparsers(dest='command')
  train = commands.add_parser('train')
  train.add_argument('--width', type=int, default=8)
  args = parser.parse_args()
  torch.zeros(2, args.width) @ torch.zeros(9, 1)
`, 'MatMul/inner@7');

finds('sequences that are packed and filled up again', `
  from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence
  x = pad_sequence([torch.zeros(5, 8), torch.zeros(3, 8)], batch_first=True)
  out, (h, c) = nn.LSTM(8, 16, 2, batch_first=True)(pack_padded_sequence(x, [5, 3], batch_first=True))
  z, lengths = pad_packed_sequence(out, batch_first=True)
  nn.Linear(15, 1)(z)
`, 'Linear/in_features@5');

finds('samples of distributions', `
  from torch.distributions import Categorical
  choice = Categorical(torch.zeros(4, 6).softmax(-1))
  choice.log_prob(choice.sample()).view(5)
`, 'Reshape/count@3');

finds('the environment gives texts, a tokenizer integers', `
  import os, tiktoken
  tokens = tiktoken.get_encoding('gpt2')
  share = torch.zeros(2, 3) / int(os.environ['WORLD_SIZE'])
  nn.Embedding(tokens.n_vocab, 7)(torch.tensor(tokens.encode('hello'), dtype=torch.long)[None]).transpose(0, 3)
`, 'View/axes@4');

finds('an iterator that some turns make anew', `
  from torch.utils.data import DataLoader, TensorDataset
  loader = DataLoader(TensorDataset(torch.zeros(8, 6)), batch_size=4)
  it = iter(loader)
  for step in range(1000):
      if (step + 1) % len(loader) == 0:
          it = iter(loader)
      (x,) = next(it)
  nn.Linear(7, 1)(x)
`, 'Linear/in_features@8');

finds('the different entries of an array and their places', `
  import numpy as np
  names = np.genfromtxt('names.txt', dtype=str)[:, -1]
  kinds, labels = np.unique(names, return_inverse=True)
  nn.Conv3d(1, 1, 1)(torch.FloatTensor(labels))
`, 'Conv/rank@4');

finds('a model in a file gives arrays', `
  import onnxruntime
  session = onnxruntime.InferenceSession('model.onnx')
  y = torch.from_numpy(session.run(None, {session.get_inputs()[0].name: torch.zeros(1, 3).numpy()})[0])
  n, c = y.shape
  nn.Conv3d(1, 1, 1)(y.float())
`, 'Conv/rank@5');

finds('a reference to a tensor on this machine', `
  from torch.distributed.rpc import RRef
  RRef(torch.zeros(2, 3)).to_here() @ torch.zeros(2, 3)
`, 'MatMul/inner@2');

finds('what will be there', `
  later = torch.futures.Future()
  later.set_result(torch.zeros(2, 3))
  later.then(lambda done: done.wait() * 2).wait() @ torch.zeros(2, 3)
`, 'MatMul/inner@3');

finds('a sparse product', 'torch.spmm(torch.eye(4).to_sparse(), torch.zeros(3, 2))', 'MatMul/inner@1');

finds('a network by its name', `
  import torchvision.models as models
  net = models.__dict__['resnet18'](num_classes=5)
  net(torch.zeros(2, 3, 64, 64)) @ torch.zeros(4, 1)
`, 'MatMul/inner@3');
