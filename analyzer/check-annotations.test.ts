// What annotations, assertions and comments state of shapes, in programs that nobody calls: used, and checked.

import { describe } from 'vitest';
import { finds, silent } from './facts.ts';

const JAXTYPING = 'from jaxtyping import Bool, Float, Int\nfrom torch import Tensor\n';
const jax = (text: string): string => `${JAXTYPING}${text.replace(/^\n/, '').replaceAll(/^ {4}/gm, '')}`;

describe('jaxtyping', () => {
  finds('a result of fewer axes than its annotation', jax(`
    def pooled(x: Float[Tensor, "b t c"]) -> Float[Tensor, "b t c"]:
        return x.mean(1)`), 'Annotation/shape@3');
  finds('a result whose axes are in another order', jax(`
    def scores(q: Float[Tensor, "b t d"], k: Float[Tensor, "b s d"]) -> Float[Tensor, "b s t"]:
        return q @ k.transpose(1, 2)`), 'Annotation/shape@3');
  silent('a size is worked out of names', jax(`
    def up(x: Float[Tensor, "b c h w"]) -> Float[Tensor, "b c 2*h w*2"]:
        return F.interpolate(x, scale_factor=2)
    def shuffled(x: Float[Tensor, "b 4*c h w"]) -> Float[Tensor, "b c h+h 2*w"]:
        return F.pixel_shuffle(x, 2)
    def halved(x: Float[Tensor, "b 3 h w"]) -> Float[Tensor, "b 8 h//2 w//2"]:
        return nn.Conv2d(3, 8, 3, stride=2, padding=1)(x)`));
  finds('a size that is worked out wrong', jax(`
    def up(x: Float[Tensor, "b c h w"]) -> Float[Tensor, "b c h w"]:
        return F.interpolate(x, scale_factor=2)`), 'Annotation/shape@3');
  silent('any number of axes, any size, and sizes that may be 1', jax(`
    def linear(x: Float[Tensor, "*batch d"], w: Float[Tensor, "d e"]) -> Float[Tensor, "*batch e"]:
        return x @ w
    def last(x: Float[Tensor, "... 8"]) -> Float[Tensor, "... 3"]:
        return nn.Linear(8, 3)(x)
    def scaled(x: Float[Tensor, "b d"], s: Float[Tensor, "#b #d"]) -> Float[Tensor, "b d"]:
        return x * s
    def flat(x: Float[Tensor, "_ h w"]) -> Float[Tensor, "_ h*w"]:
        return x.flatten(1)`));
  finds('any number of axes before one of another size', jax(`
    def linear(x: Float[Tensor, "*batch d"], w: Float[Tensor, "d e"]) -> Float[Tensor, "*batch d"]:
        return x @ w`), 'Annotation/shape@3');
  finds('a product that works only where sizes of different names are alike', jax(`
    def linear(x: Float[Tensor, "*batch d"], w: Float[Tensor, "d e"]):
        return x @ w.T`), 'MatMul/inner@4');
  silent('sizes of different names of which the function asserts that they are alike', jax(`
    def same(a: Float[Tensor, "b t"], b: Float[Tensor, "b s"]) -> Float[Tensor, "b t"]:
        assert a.shape == b.shape
        return a + b`));
  finds('a value whose annotation names too few axes', jax(`
    def scores(q: Float[Tensor, "b h t d"]):
        s: Float[Tensor, "b t t"] = q @ q.mT
        return s.softmax(-1)`), 'Annotation/shape@4');
  finds('results in a tuple', jax(`
    def split(x: Float[Tensor, "b t c"]) -> tuple[Float[Tensor, "b c"], Float[Tensor, "b t"]]:
        return x.mean(1), x.mean(1)`), 'Annotation/shape@3');
  finds('an element type', jax(`
    def best(x: Float[Tensor, "b c"]) -> Float[Tensor, "b"]:
        return x.argmax(-1)`), 'Annotation/dtype@3');
  finds('the argument of a call in a function that nobody calls', jax(`
    def loss(x: Float[Tensor, "n 10"]):
        return x.sum()
    def step(x: Float[Tensor, "n 4"]):
        return loss(nn.Linear(4, 12)(x))`), 'Annotation/shape@6');
  finds('what an annotation says of a function that is not understood', jax(`
    import elsewhere
    def load() -> Float[Tensor, "3 8"]:
        return elsewhere.load()
    load() @ torch.zeros(3, 8)`), 'MatMul/inner@6');
});

describe('sizes in brackets', () => {
  finds('a result, in quotes', `
    def cross(a: "Tensor[B, N, 3]", b: "Tensor[B, M, 3]") -> "Tensor[B, M, N]":
        return torch.cdist(a, b)`, 'Annotation/shape@1');
  silent('sizes, any number of them, and counts', `
    def flat(x: "Tensor[[B, *S, C]]") -> "Tensor[[B, *S]]":
        return x.sum(-1)
    def wide(x: "Tensor[[B, D]]", n: "Int[N]") -> "Tensor[[B, N, D]]":
        return x.unsqueeze(1).expand(-1, n, -1)`);
});

describe('assertions on inputs', () => {
  finds('the shape that is asserted of an input', `
    def stitch(a, b):
        assert a.shape == (4, 8), 'a'
        assert b.size() == torch.Size([8, 3])
        return b @ a`, 'MatMul/inner@4');
  finds('the number of axes', `
    def fused(a, b):
        assert a.shape == b.shape and a.dim() == 3
        return torch.cat([a, b], -1).sum((1, 3))`, 'ReduceSum/axis@3');
});

describe('comments on parameters', () => {
  finds('a product that fails for what they say', `
    def scores(
        q,  # (B, T, C)
        k,  # (B, T, C)
    ):
        return torch.cat([q.mean(1), k.mean(1)], 2)`, 'Concat/axis@5');
  finds('a comment that the function contradicts', `
    def scores(
        q,  # (B, T)
        k,  # (B, S, C)
    ):
        return q.permute(0, 2, 1).mean(1)`, 'Comment/use@2');
  silent('comments that are right', `
    def context(
        weights,  # (B, T)
        encoded,  # (B, T, H)
        mask=None,  # (B, T)
    ):
        B, T, H = encoded.shape
        return torch.bmm(weights.unsqueeze(1), encoded).view(B, H)  # (B, H)`);
  finds('a name in a comment that is the name of another size', `
    class Head(nn.Module):
        def __init__(self, dim, vocab_size):
            super().__init__()
            self.out = nn.Linear(dim, vocab_size)
        def forward(self, x):
            B, T, C = x.shape
            logits = self.out(x)  # (B, vocab, T)
            return logits`, 'Comment/shape@7');
});
describe('shapes that a function states at its beginning', () => {
  finds('in a comment on several parameters', `
    def pool(x, mask):
        # x: (B, T, C), mask: (B, T)
        weights = mask.float()
        return (x * weights).sum(1)`, 'Mul/broadcast@4');
  finds('between quotes', `
    def scores(q, k):
        """Scores of each against each.

        q: (B, T, C)
        k: (B, S, C)
        """
        return q @ k`, 'MatMul/inner@7');
  silent('and keeps', `
    def pool(x, mask, scale):
        # x: (B, T, C); mask: (B, T)
        # the scale: (B, C) or one number
        weights = mask.float().unsqueeze(-1)
        return (x * weights).sum(1) * scale
    def advantages(rewards, values, last):
        """rewards, values: (T, N), one row for each step
        last: (N,)
        """
        return torch.cat([values[1:], last[None]]) + rewards`);
});
