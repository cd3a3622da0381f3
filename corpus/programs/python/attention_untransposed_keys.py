# Why it is here: the keys are never transposed, so @ meets 16 features on one side and 10 steps on the other.
# class: matmul inner dimension
import torch
from torch import nn, Tensor


class MultiHead(nn.Module):
    def __init__(self, width: int = 64, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(width, width)
        self.k = nn.Linear(width, width)
        self.v = nn.Linear(width, width)
        self.proj = nn.Linear(width, width)

    def forward(self, x: Tensor, mask: Tensor = None) -> Tensor:
        B, T, C = x.shape
        d = C // self.heads
        q = self.q(x).view(B, T, self.heads, d).transpose(1, 2)  # (B, H, T, d)
        k = self.k(x).view(B, T, self.heads, d).transpose(1, 2)  # (B, H, T, d)
        v = self.v(x).view(B, T, self.heads, d).transpose(1, 2)  # (B, H, T, d)
        scores = (q @ k) * d ** -0.5  #! MatMul/inner
        if mask is not None:
            scores = scores.masked_fill(mask == 0, float('-inf'))
        attention = scores.softmax(dim=-1)
        y = (attention @ v).transpose(1, 2).reshape(B, T, C)
        return self.proj(y)


def demo(batch=3, steps=10, width=64):
    x = torch.randn(batch, steps, width)
    mask = torch.ones(steps, steps).tril()
    model = MultiHead(width)
    return model(x, mask)


if __name__ == '__main__':
    print(demo().mean())
