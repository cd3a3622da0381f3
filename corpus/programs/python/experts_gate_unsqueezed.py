# Why it is here: a mixture of experts: rows that were picked, times one gate for each of them.
# class: incompatible broadcast
import torch
from jaxtyping import Float, Int
from torch import Tensor, nn


class Expert(nn.Module):
    def __init__(self, d: int, h: int):
        super().__init__()
        self.up, self.down = nn.Linear(d, h), nn.Linear(h, d)

    def forward(self, x: Float[Tensor, 'n d']) -> Float[Tensor, 'n d']:
        return self.down(torch.nn.functional.gelu(self.up(x)))


class SwitchFFN(nn.Module):
    """Top-1 routing."""
    def __init__(self, d: int = 32, h: int = 64, experts: int = 4):
        super().__init__()
        self.router = nn.Linear(d, experts)
        self.experts = nn.ModuleList([Expert(d, h) for _ in range(experts)])

    def forward(self, x: Float[Tensor, 'b t d']) -> Float[Tensor, 'b t d']:
        b, t, d = x.shape
        flat = x.reshape(b * t, d)
        probs = self.router(flat).softmax(dim=-1)
        gate, which = probs.max(dim=-1)
        out = torch.zeros_like(flat)
        for i, expert in enumerate(self.experts):
            pick = (which == i).nonzero().squeeze(-1)
            if pick.numel() == 0:
                continue
            out[pick] = expert(flat[pick]) * gate[pick]  #! Mul/broadcast
        return out.view(b, t, d)


def load_balance(probs: Float[Tensor, 'n e'], which: Int[Tensor, 'n']) -> Float[Tensor, '']:
    e = probs.size(1)
    share = torch.nn.functional.one_hot(which, e).float().mean(0)
    return e * (share * probs.mean(0)).sum()


ffn = SwitchFFN()
y = ffn(torch.randn(2, 10, 32))
p = torch.rand(20, 4).softmax(-1)
(y.mean() + load_balance(p, p.argmax(-1))).backward()
