# torch.nn: attention and transformers.
from dimwright import (arith, op, tensor, unknown_tensor, dims, rank, parameter, is_parameter, is_tensor, kind, fresh, must, usual_rank, unknown,
    set_field, get_field, fields, no_attribute, with_shape, dtype, dtype_of, known, some_bool, in_rows, warn, made_by)
from torch._support import _placed, _same, float32
import torch.nn.functional as F
from torch.nn._module import Module, _converted, _tuple, _weights


class MultiheadAttention(Module):
    def __init__(self, embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None, batch_first=False, device=None, dtype=None):
        self.embed_dim = embed_dim
        self.num_heads = num_heads
        self.batch_first = batch_first
        self.kdim = embed_dim if kdim is None else kdim
        self.in_proj_weight = _weights((3 * embed_dim, embed_dim))
        must('Attention/heads', embed_dim % num_heads == 0, width=embed_dim, heads=num_heads, weight=self.in_proj_weight)
        _converted(self, device, dtype)

    def forward(self, query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True, is_causal=False):
        for x in (query, key, value):
            usual_rank(x, 3)
        d, k, v = dims(query), dims(key), dims(value)
        if d is None or k is None:
            return (unknown_tensor('attention'), unknown_tensor('attention weights'))
        mistake = (unknown_tensor('a mistake before'), unknown_tensor('a mistake before'))
        if not must('Attention/rank', (len(d) == 2 or len(d) == 3) and len(k) == len(d), rank=len(d), keys=len(k), query=query, key=key):
            return mistake
        if not must('Attention/width', d[-1] == self.embed_dim, given=d[-1], expected=self.embed_dim, query=query, weight=self.in_proj_weight):
            return mistake
        if not F._fits('Attention', query, self.in_proj_weight):
            return mistake
        if not must('Attention/width', k[-1] == self.kdim, given=k[-1], expected=self.kdim, key=key, weight=self.in_proj_weight):
            return mistake
        i, j = (0, 1) if self.batch_first else (1, 0)
        if len(d) == 2:
            i, j = 1, 0
        elif not must('Attention/batch', d[i] == k[i], a=d[i], b=k[i], query=query, key=key):
            return mistake
        if v is not None and len(v) == len(k) and not must('Attention/keys', v[j] == k[j], keys=k[j], values=v[j], key=key, value=value):
            return mistake
        if not _fits_masks(d[j], k[j], d[i] if len(d) == 3 else None, self.num_heads, attn_mask, key_padding_mask):
            return mistake
        n = (d[j], k[j]) if len(d) == 2 else (d[i], d[j], k[j]) if average_attn_weights else (d[i], self.num_heads, d[j], k[j])
        return (in_rows(_same(query)) if len(d) == 2 or not self.batch_first else _same(query), tensor(n, dtype_of(query), query) if need_weights else None)


def _fits_masks(queries, keys, batch, heads, attn_mask, padding):
    m = dims(attn_mask) if is_tensor(attn_mask) else None
    if m is not None:
        expected = (queries, keys) if len(m) != 3 or batch is None else (batch * heads, queries, keys)
        if not must('Attention/mask', len(m) == len(expected), given=m, expected=expected, mask=attn_mask):
            return False
        for i in range(len(m)):
            if not must('Attention/mask', m[i] == expected[i], given=m, expected=expected, mask=attn_mask):
                return False
    p = dims(padding) if is_tensor(padding) else None
    if is_tensor(padding):
        warn('Attention/padding', made_by(padding) != 'unequal', mask=padding)
    if p is not None:
        expected = (keys,) if batch is None else (batch, keys)
        if not must('Attention/mask', len(p) == len(expected), given=p, expected=expected, mask=padding):
            return False
        for i in range(len(p)):
            if not must('Attention/mask', p[i] == expected[i], given=p, expected=expected, mask=padding):
                return False
    return True


class _WidthChecked(Module):
    batch_first = False
    nhead = 1

    def _checked(self, x, mask=None, padding=None):
        usual_rank(x, 3)
        d = dims(x)
        if d is None:
            return _same(x)
        if not must('Attention/rank', len(d) == 2 or len(d) == 3, rank=len(d), keys=len(d), x=x):
            return unknown_tensor('a mistake before')
        if not must('Attention/width', d[-1] == self.d_model, given=d[-1], expected=self.d_model, x=x, weight=self.weight):
            return unknown_tensor('a mistake before')
        if not F._fits('Attention', x, self.weight):
            return unknown_tensor('a mistake before')
        n = d[0] if len(d) == 2 or not self.batch_first else d[1]
        batch = None if len(d) == 2 else d[0] if self.batch_first else d[1]
        if not _fits_masks(n, n, batch, self.nhead, mask, padding):
            return unknown_tensor('a mistake before')
        return _same(x)

    def _together(self, x, memory, mask=None, padding=None):
        # a target and what it attends to: one batch, one width
        d, k = dims(x), dims(memory)
        if d is None or k is None or len(d) != len(k):
            return True
        if not must('Attention/width', k[-1] == self.d_model, given=k[-1], expected=self.d_model, memory=memory, weight=self.weight):
            return False
        i, j = (0, 1) if self.batch_first else (1, 0)
        if len(d) == 3 and not must('Attention/batch', d[i] == k[i], a=d[i], b=k[i], target=x, memory=memory):
            return False
        j = 0 if len(d) == 2 else j
        return _fits_masks(d[j], k[j], d[i] if len(d) == 3 else None, self.nhead, mask, padding)


class TransformerEncoderLayer(_WidthChecked):
    def __init__(self, d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu', layer_norm_eps=1e-5, batch_first=False, norm_first=False, bias=True, device=None, dtype=None):
        self.d_model = d_model
        self.nhead = nhead
        self.batch_first = batch_first
        self.weight = _weights((3 * d_model, d_model))
        must('Attention/heads', d_model % nhead == 0, width=d_model, heads=nhead, weight=self.weight)
        _converted(self, device, dtype)

    def forward(self, src, src_mask=None, src_key_padding_mask=None, is_causal=False): return self._checked(src, src_mask, src_key_padding_mask)


class TransformerDecoderLayer(TransformerEncoderLayer):
    def forward(self, tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, *args, **kwargs):
        out = self._checked(tgt, tgt_mask, tgt_key_padding_mask)
        return out if self._together(tgt, memory, memory_mask, memory_key_padding_mask) else unknown_tensor('a mistake before')


class TransformerEncoder(Module):
    def __init__(self, encoder_layer, num_layers, norm=None, *args, **kwargs):
        self.layer = encoder_layer
        self.norm = norm

    def forward(self, src, mask=None, src_key_padding_mask=None, is_causal=None):
        out = self.layer(src, mask, src_key_padding_mask)
        return out if self.norm is None else self.norm(out)


class TransformerDecoder(Module):
    def __init__(self, decoder_layer, num_layers, norm=None):
        self.layer = decoder_layer
        self.norm = norm

    def forward(self, tgt, memory, *args, **kwargs):
        out = self.layer(tgt, memory, *args, **kwargs)
        return out if self.norm is None else self.norm(out)


class Transformer(_WidthChecked):
    def __init__(self, d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6, dim_feedforward=2048, dropout=0.1, activation='relu', custom_encoder=None, custom_decoder=None, layer_norm_eps=1e-5, batch_first=False, norm_first=False, bias=True, device=None, dtype=None):
        self.d_model = d_model
        self.nhead = nhead
        self.batch_first = batch_first
        self.weight = _weights((3 * d_model, d_model))
        must('Attention/heads', d_model % nhead == 0, width=d_model, heads=nhead, weight=self.weight)
        self.encoder = TransformerEncoder(TransformerEncoderLayer(d_model, nhead, dim_feedforward, dropout, batch_first=batch_first), num_encoder_layers)
        self.decoder = TransformerDecoder(TransformerDecoderLayer(d_model, nhead, dim_feedforward, dropout, batch_first=batch_first), num_decoder_layers)
        _converted(self, device, dtype)

    def generate_square_subsequent_mask(sz, device=None, dtype=None): return _placed(tensor((sz, sz), float32 if dtype is None else dtype), {'device': device})
    generate_square_subsequent_mask = staticmethod(generate_square_subsequent_mask)

    def forward(self, src, tgt, src_mask=None, tgt_mask=None, memory_mask=None, src_key_padding_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, *args, **kwargs):
        d, k = dims(src), dims(tgt)
        if d is not None and k is not None and (len(d) == 3 or len(k) == 3):
            i = 0 if self.batch_first else 1
            if not must('Attention/rank', len(d) == len(k), rank=len(k), keys=len(d), src=src, tgt=tgt) or not must('Attention/batch', d[i] == k[i], a=d[i], b=k[i], src=src, tgt=tgt):
                return unknown_tensor('a mistake before')
        memory = self._checked(src, src_mask, src_key_padding_mask)
        out = self._checked(tgt, tgt_mask, tgt_key_padding_mask)
        return out if self._together(tgt, memory, memory_mask, memory_key_padding_mask) else unknown_tensor('a mistake before')
