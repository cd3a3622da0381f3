# The cases of the GPU bench in PyTorch, on the card of this machine: milliseconds of each by the card's own clock, as
# JSON. Sizes as JSON in, as bench/gpu-cases.ts has them.
import json
import sys

import torch
from torch.nn import functional as F

size = json.loads(sys.argv[1])
if not torch.cuda.is_available():
    sys.exit('torch finds no CUDA card')
torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.allow_tf32 = False


def filled(*shape):
    return torch.rand(*shape, device='cuda') * 2 - 1


n, c, image, rows, heads, length = (size[key] for key in ('product', 'channels', 'image', 'rows', 'heads', 'length'))
a, b = filled(n, n), filled(n, n)
p, q = filled(heads, length, 64), filled(heads, 64, length)
v, m = filled(1, n * 4), filled(n * 4, n * 4)
x, w = filled(1, c, image, image), filled(c, c, 3, 3)
s, t, weight, bias = filled(rows, rows), filled(rows, rows), filled(rows), filled(rows)
query, key, value = filled(heads, length, 64), filled(heads, length, 64), filled(heads, length, 64)
cases = {
    'matmul': lambda: a @ b,
    'matmul-batched': lambda: p @ q,
    'matmul-vector': lambda: v @ m,
    'conv-3x3': lambda: F.conv2d(x, w, padding=1),
    'softmax': lambda: torch.softmax(s, -1),
    'layer-norm': lambda: F.layer_norm(s, (rows,), weight, bias),
    'attention': lambda: torch.softmax(query @ key.transpose(1, 2) / 8, -1) @ value,
    'add': lambda: s + t,
    'gelu': lambda: F.gelu(s, approximate='tanh'),
    'reduce-rows': lambda: s.sum(1),
    'bias-relu': lambda: torch.relu(s + bias),
}


def milliseconds(run):
    best = float('inf')
    for turn in range(20):
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        run()
        end.record()
        torch.cuda.synchronize()
        if turn >= 3:
            best = min(best, begin.elapsed_time(end))
    return best


print(json.dumps({name: milliseconds(run) for name, run in cases.items()}))
