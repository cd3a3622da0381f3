# torch.nn: attention and transformers.
from dimwright import (arith, op, tensor, unknown_tensor, dims, rank, parameter, is_parameter, is_tensor, kind, fresh, must, unknown,
    set_field, get_field, fields, no_attribute, with_shape, dtype, dtype_of, known, some_bool)
from torch._tensor import _same, float32
import torch.nn.functional as F
from torch.nn._module import Module, _tuple, _weights


class MultiheadAttention(Module):
    def __init__(self, embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None, batch_first=False, device=None, dtype=None):
        self.embed_dim = embed_dim
        self.num_heads = num_heads
        self.batch_first = batch_first
        self.in_proj_weight = _weights((3 * embed_dim, embed_dim))
        must('Attention/heads', embed_dim % num_heads == 0, width=embed_dim, heads=num_heads, weight=self.in_proj_weight)

    def forward(self, query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True, is_causal=False):
        d, k = dims(query), dims(key)
        if d is None or k is None:
            return (unknown_tensor('attention'), unknown_tensor('attention weights'))
        if not must('Attention/width', d[-1] == self.embed_dim, given=d[-1], expected=self.embed_dim, query=query, weight=self.in_proj_weight):
            return (unknown_tensor('a mistake before'), unknown_tensor('a mistake before'))
        if len(d) == 2:
            return (_same(query), tensor((d[0], k[0]), dtype_of(query)))
        i, j = (0, 1) if self.batch_first else (1, 0)
        return (_same(query), tensor((d[i], d[j], k[j]), dtype_of(query)))


class _WidthChecked(Module):
    def _checked(self, x):
        d = dims(x)
        if d is not None and not must('Attention/width', d[-1] == self.d_model, given=d[-1], expected=self.d_model, x=x, weight=self.weight):
            return unknown_tensor('a mistake before')
        return _same(x)


class TransformerEncoderLayer(_WidthChecked):
    def __init__(self, d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu', layer_norm_eps=1e-5, batch_first=False, norm_first=False, bias=True, device=None, dtype=None):
        self.d_model = d_model
        self.weight = _weights((3 * d_model, d_model))
        must('Attention/heads', d_model % nhead == 0, width=d_model, heads=nhead, weight=self.weight)

    def forward(self, src, src_mask=None, src_key_padding_mask=None, is_causal=False): return self._checked(src)


class TransformerDecoderLayer(TransformerEncoderLayer):
    def forward(self, tgt, memory, *args, **kwargs): return self._checked(tgt)


class TransformerEncoder(Module):
    def __init__(self, encoder_layer, num_layers, norm=None, *args, **kwargs):
        self.layer = encoder_layer

    def forward(self, src, mask=None, src_key_padding_mask=None, is_causal=None): return self.layer(src)


class TransformerDecoder(Module):
    def __init__(self, decoder_layer, num_layers, norm=None):
        self.layer = decoder_layer

    def forward(self, tgt, memory, *args, **kwargs): return self.layer(tgt, memory)


class Transformer(_WidthChecked):
    def __init__(self, d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6, dim_feedforward=2048, dropout=0.1, *args, **kwargs):
        self.d_model = d_model
        self.weight = _weights((3 * d_model, d_model))
        must('Attention/heads', d_model % nhead == 0, width=d_model, heads=nhead, weight=self.weight)

    def generate_square_subsequent_mask(size): return tensor((size, size), float32)
    generate_square_subsequent_mask = staticmethod(generate_square_subsequent_mask)

    def forward(self, src, tgt, *args, **kwargs):
        self._checked(src)
        return self._checked(tgt)
