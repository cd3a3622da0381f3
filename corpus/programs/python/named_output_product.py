# Why it is here: a named output whose parts are multiplied the wrong way around.
# class: matmul inner dimension
from typing import Protocol, NamedTuple, Optional
import torch
from torch import Tensor, nn
class Out(NamedTuple):
    logits: Tensor
    hidden: Optional[Tensor] = None
class Backbone(Protocol):
    dim: int
    def __call__(self, x: Tensor) -> Tensor: ...
class Conv(nn.Module):
    dim = 24
    def __init__(self):
        super().__init__()
        self.c = nn.Conv2d(3, self.dim, 3, 2)
    def forward(self, x): return self.c(x).mean((-2, -1))
class Head(nn.Module):
    def __init__(self, body: Backbone, k: int):
        super().__init__()
        self.body = body
        self.fc = nn.Linear(body.dim, k)
    def forward(self, x) -> Out:
        h = self.body(x)
        return Out(self.fc(h), h)
o = Head(Conv(), 6)(torch.randn(2, 3, 17, 17))
z = o.hidden @ o.logits  #! MatMul/inner
