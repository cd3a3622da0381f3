// What tensors are besides their shapes: element types, devices, memory, and the integers inside. Every mistake in the
// smallest program that has it, and its right twin.

import { describe } from 'vitest';
import { finds, silent } from './facts.ts';

describe('element types', () => {
  finds('integers in a linear layer', 'nn.Linear(3, 2)(torch.tensor([[1, 2, 3]]))', 'Linear/dtype@1');
  finds('float64 in a linear layer', 'nn.Linear(3, 2)(torch.zeros(1, 3).double())', 'Linear/dtype@1');
  silent('a module made float64 takes float64', 'nn.Linear(3, 2).double()(torch.zeros(1, 3).double())');
  silent('a default element type holds for layers and new tensors', `
    torch.set_default_dtype(torch.float64)
    nn.Linear(3, 2)(torch.rand(4, 3))`);
  finds('integers in a convolution', 'nn.Conv1d(3, 4, 1)(torch.randint(0, 255, (2, 3, 8)))', 'Conv/dtype@1');
  finds('the mean of integers', 'torch.ones(4).long().mean()', 'Tensor/real@1');
  finds('integer targets of a binary loss', 'F.binary_cross_entropy(torch.rand(4), torch.ones(4).long())', 'BinaryCrossEntropy/dtype@1');
  finds('a parameter of integers', 'nn.Parameter(torch.arange(3))', 'Gradient/dtype@1');
  finds('truth values subtracted', '(torch.rand(3) > 0.5) - (torch.rand(3) > 0.5)', 'Sub/mask@1');
  finds('a mask of numbers', 'torch.rand(3).masked_fill(torch.ones(3), 0.0)', 'Mask/dtype@1');
  finds('a number that does not fit in place', `
    x = torch.arange(5)
    x += 0.5`, 'InPlace/dtype@2');
});

describe('devices', () => {
  finds('a GPU tensor and a CPU tensor', "torch.zeros(3, device='cuda') + torch.zeros(3)", 'Device/same@1');
  finds('an input that stays behind', `
    device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
    net = nn.Linear(4, 2).to(device)
    net(torch.zeros(3, 4))`, 'Device/same@3');
  silent('all on the device that there is', `
    device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
    net = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4)).to(device)
    loss = F.mse_loss(net(torch.zeros(3, 4).to(device)), torch.zeros(3, 4, device=device))`);
  finds('a plain attribute does not move with its module', `
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.shift = torch.ones(4)
            self.fc = nn.Linear(4, 4)
        def forward(self, x):
            return self.fc(x) + self.shift
    Net().cuda()(torch.zeros(2, 4).cuda())`, 'Device/same@7');
  silent('a batch from the CPU, which data parallel parts bring to their GPUs, with or without one', `
    model = nn.Sequential(nn.Linear(4, 3))
    if torch.cuda.is_available():
        model = nn.DataParallel(model).cuda()
    model(torch.zeros(2, 4))`);
  finds('what data parallel parts give is on the GPU', `
    model = nn.DataParallel(nn.Linear(4, 3)).cuda()
    model(torch.zeros(2, 4)) + torch.zeros(2, 3)`, 'Device/same@2');
  finds('a distributed part that was not told its devices moves nothing', `
    model = nn.parallel.DistributedDataParallel(nn.Linear(4, 3).cuda())
    model(torch.zeros(2, 4))`, 'Device/same@2');
  silent('a buffer moves with its module', `
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.register_buffer('shift', torch.ones(4))
            self.fc = nn.ModuleList([nn.Linear(4, 4)])
        def forward(self, x):
            return self.fc[0](x) + self.shift
    Net().cuda()(torch.zeros(2, 4).cuda())`);
});

describe('memory', () => {
  finds('view after transpose', 'torch.zeros(4, 6).t().view(24)', 'View/contiguous@1');
  silent('reshape after transpose', 'torch.zeros(4, 6).t().reshape(24)');
  silent('view after contiguous', 'torch.zeros(4, 6).t().contiguous().view(24)');
  silent('view that keeps each run', 'torch.zeros(2, 3, 4, 5).transpose(0, 1).view(3, 2, 20)');
  finds('view of columns', 'torch.zeros(4, 6)[:, :3].view(-1)', 'View/contiguous@1');
  silent('view of rows', 'torch.zeros(4, 6)[:2].view(-1)');
  finds('view after expand', 'torch.zeros(3, 1).expand(3, 7).view(-1)', 'View/contiguous@1');
  finds('heads joined by view', `
    def join(y: torch.Tensor, heads: int):
        B, T, C = y.shape
        y = F.linear(y, torch.zeros(C, C)).view(B, T, heads, C // heads).transpose(1, 2)
        y = F.softmax(y @ y.transpose(-2, -1), -1) @ y
        return y.transpose(1, 2).view(B, T, C)
    join(torch.zeros(2, 5, 8), 2)`, 'View/contiguous@5');
});

describe('integers inside', () => {
  finds('a label past the last class', 'F.cross_entropy(torch.zeros(8, 5), torch.tensor([0, 1, 2, 3, 5, 0, 1, 2]))', 'NegativeLogLikelihoodLoss/class@1');
  finds('random labels past the last class', 'F.cross_entropy(torch.zeros(8, 5), torch.randint(0, 6, (8,)))', 'NegativeLogLikelihoodLoss/class@1');
  silent('an ignored label', 'F.cross_entropy(torch.zeros(2, 5), torch.tensor([4, -100]))');
  finds('ten digits and nine outputs', `
    from torchvision import datasets, transforms
    data = torch.utils.data.DataLoader(datasets.MNIST('.', transform=transforms.ToTensor()), batch_size=50)
    for x, y in data:
        F.cross_entropy(nn.Linear(784, 9)(x.flatten(1)), y)`, 'NegativeLogLikelihoodLoss/class@4');
  finds('tokens past the end of a table', 'nn.Embedding(99, 4)(torch.randint(0, 100, (2, 7)))', 'Embedding/index@1');
  silent('tokens within the table', 'nn.Embedding(100, 4)(torch.randint(0, 100, (2, 7)))');
  finds('rows that are not there', 'torch.zeros(3, 5)[torch.tensor([0, 3])]', 'Index/range@1');
  finds('gather past the end', 'torch.zeros(3, 5).gather(1, torch.randint(0, 6, (3, 2)))', 'Gather/index@1');
});

describe('indexing', () => {
  finds('a mask of the wrong axis', `
    x = torch.zeros(3, 5)
    x[x[0] > 0]`, 'Index/mask@2');
  finds('index tensors that do not pair', 'torch.zeros(3, 5)[torch.tensor([0, 1]), torch.tensor([2, 3, 4])]', 'Index/together@1');
  finds('a value that does not fit into a row', `
    x = torch.zeros(3, 5)
    x[0] = torch.ones(3)`, 'Index/assign@2');
  silent('a value that broadcasts into a part', `
    x = torch.zeros(3, 5)
    x[:, 1:3] = torch.ones(1, 3, 1)
    x[0] = 1.0`);
});

describe('one mistake, one finding', () => {
  finds('what fails again for the same tensor is not told again', `
    y = torch.zeros(4)
    a = torch.zeros(2, 5) + y
    b = torch.zeros(3, 5) * y`, 'Add/broadcast@2');
  finds('mistakes that share nothing are two', `
    a = torch.zeros(2, 5) + torch.zeros(4)
    b = torch.zeros(3, 5) @ torch.zeros(4, 1)`, 'Add/broadcast@1', 'MatMul/inner@2');
  finds('unpacking into too few names', `
    a, b = torch.zeros(3, 4).unbind()`, 'Unpack/count@1');
});

describe('arrays of numpy', () => {
  finds('float64 from numpy into a layer', `
    import numpy as np
    nn.Linear(4, 2)(torch.from_numpy(np.random.rand(8, 4)))`, 'Linear/dtype@2');
  silent('float64 from numpy, cast', `
    import numpy as np
    nn.Linear(4, 2)(torch.from_numpy(np.random.rand(8, 4)).float()) @ torch.zeros(2, 1)
    nn.Linear(4, 2)(torch.tensor(np.ones((8, 4)), dtype=torch.float32))
    nn.Linear(4, 2)(torch.FloatTensor(np.zeros((8, 4), dtype=np.float32).reshape(4, 8).T))`);
  finds('shapes pass through numpy', `
    import numpy as np
    x = np.stack([np.zeros(3), np.ones(3)]).astype(np.float32)
    torch.from_numpy(x) @ torch.zeros(2, 1)`, 'MatMul/inner@3');
});

finds('a replay memory of named tuples', `
  import random
  from collections import deque, namedtuple
  Step = namedtuple('Step', ['state', 'action'])
  memory = deque(maxlen=100)
  for _ in range(50):
      memory.append(Step(torch.randn(4), random.randrange(2)))
  batch = random.sample(memory, 16)
  states = torch.stack([step.state for step in batch])
  actions = torch.tensor([step.action for step in batch])
  nn.Linear(4, 2)(states).gather(1, actions)`, 'Gather/rank@10');

describe('where there is no GPU, a program that asks for one ends', () => {
  silent('what runs behind .cuda() runs on a GPU', `
    device = 'cuda' if torch.cuda.is_available() else 'cpu'
    positions = torch.arange(4).unsqueeze(0).cuda()
    embedding = nn.Embedding(9, 3).to(device)
    embedding(positions)`);
  finds('what is not asked for stays on the CPU', `
    net = nn.Linear(3, 2).cuda()
    net(torch.zeros(1, 3))`, 'Device/same@2');
  silent('a new tensor is where the one it is made from is', `
    x = torch.zeros(2, 3).cuda()
    x - x.new_tensor([1.0, 2.0, 3.0])`);
});

silent('a module that somebody else may have moved', `
  class Model(nn.Module):
      def __init__(self):
          super().__init__()
          self.layer = nn.Linear(4, 2)
          self.place = None
      def step(self, x):
          self.place = x.device
          return self.layer(torch.randn(8, 4).to(self.place))
`);
