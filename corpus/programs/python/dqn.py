# Why it is here: a replay memory of named tuples in a deque, gather along actions, and a target network.
import copy
import random
from collections import deque, namedtuple

import torch
import torch.nn as nn
import torch.nn.functional as F

Transition = namedtuple('Transition', ('state', 'action', 'next_state', 'reward'))


class ReplayMemory(object):
    def __init__(self, capacity):
        self.memory = deque([], maxlen=capacity)

    def push(self, *args):
        self.memory.append(Transition(*args))

    def sample(self, batch_size):
        return random.sample(self.memory, batch_size)

    def __len__(self):
        return len(self.memory)


policy_net = nn.Sequential(nn.Linear(4, 64), nn.ReLU(), nn.Linear(64, 2))
target_net = copy.deepcopy(policy_net)
optimizer = torch.optim.SGD(policy_net.parameters(), lr=1e-3, momentum=0.9)
memory = ReplayMemory(200)
steps_done = 0


def act(state, eps=0.1):
    global steps_done
    steps_done += 1
    if random.random() > eps:
        with torch.no_grad():
            return policy_net(state).max(1)[1].view(1, 1)
    return torch.tensor([[random.randrange(2)]], dtype=torch.long)


state = torch.randn(1, 4)
for _ in range(64):
    action = act(state)
    following = state + torch.randn(1, 4)
    memory.push(state, action, following, torch.tensor([1.0]))
    state = following

for step in range(3):
    if len(memory) < 16:
        continue
    batch = Transition(*zip(*memory.sample(16)))
    states, actions, rewards = torch.cat(batch.state), torch.cat(batch.action), torch.cat(batch.reward)
    q = policy_net(states).gather(1, actions)
    with torch.no_grad():
        best = target_net(torch.cat(batch.next_state)).max(1).values
    loss = F.smooth_l1_loss(q, (rewards + 0.99 * best).unsqueeze(1))
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_value_(policy_net.parameters(), 100)
    optimizer.step()
    if step % 2 == 0:
        target_net.load_state_dict(policy_net.state_dict())
print(loss.item(), steps_done)
