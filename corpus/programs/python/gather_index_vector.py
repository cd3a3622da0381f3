# Why it is here: the index of gather lacks the axis that the table of values has.
# class: gather/einsum/chunk shapes
import torch
import torch.nn as nn

q_net = nn.Sequential(nn.Linear(6, 32), nn.ReLU(), nn.Linear(32, 3))


def td_error(states, actions, rewards, next_states, dones, gamma=0.95):
    q = q_net(states).gather(1, actions)  #! Gather/rank
    target = rewards + gamma * q_net(next_states).max(dim=1)[0] * (1 - dones)
    return (q - target.detach()).pow(2).mean()


n = 10
error = td_error(torch.randn(n, 6), torch.randint(0, 3, (n,)), torch.rand(n), torch.randn(n, 6), torch.zeros(n))
error.backward()
