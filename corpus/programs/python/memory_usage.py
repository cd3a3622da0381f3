# Why it is here: counts stay where what is counted lies; a detached tensor is learnt again.
import torch
import torch.nn as nn

device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')

class Mem(nn.Module):
    def __init__(self, slots, d):
        super().__init__()
        self.mem = nn.Parameter(torch.empty(slots, d))
        nn.init.xavier_uniform_(self.mem)
        self.register_buffer('age', torch.zeros(slots, dtype=torch.long))
        self.decay = 0.9
    def forward(self, q):
        att = torch.softmax(q @ self.mem.T / q.shape[-1] ** 0.5, -1)
        self.age += 1
        self.age[att.argmax(-1)] = 0
        return att @ self.mem, att

mem = Mem(10, 6).to(device)
q = torch.randn(4, 6).to(device)
r, a = mem(q)
stats = {'ent': [], 'hit': []}
for _ in range(5):
    r, a = mem(r + q)
    stats['ent'].append(-(a * a.log()).sum(-1).mean())
    stats['hit'].append(a.max(-1)[1])
print(torch.stack(stats['hit']).shape, torch.stack(stats['ent']).mean())
hits = torch.cat(stats['hit'])
usage = torch.bincount(hits, minlength=10).float() / hits.numel()
print((usage.to(device) * mem.age).sum())
print((usage @ mem.mem.detach()).numpy().shape)
loss = r.sum()
r2 = r.detach()
(r2 * 2).sum().item()
loss.backward()
r2.requires_grad_().sum().backward()
print(mem.mem.grad.shape, mem.age.max().item())
torch.stack([mem.mem.grad, mem.mem]).mean().backward() if r2.grad is None else None
print(usage.sort()[0][:3].tolist(), hits.view(5, 4)[:, 0])
