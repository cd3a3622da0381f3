# torch.nn: recurrent layers and cells.
from dimwright import (arith, op, tensor, unknown_tensor, dims, rank, parameter, is_parameter, is_tensor, kind, fresh, must, expect_rank, usual_rank, unknown,
    set_field, get_field, fields, no_attribute, with_shape, dtype, dtype_of, known, some_bool, in_rows, made)
from torch._support import _same, float32
import torch.nn.functional as F
from torch.nn.utils.rnn import PackedSequence
from torch.nn._module import Module, _converted, _tuple, _weights


def _like_state(x, hidden, usual):
    # with or without an axis for the batch, as the state
    for state in hidden:
        if is_tensor(state) and rank(state) is not None:
            expect_rank(x, rank(state))
    usual_rank(x, usual)


def _state(hidden, what):
    # what follows a state has its shape, whatever the input
    return _same(hidden[0]) if len(hidden) > 0 and is_tensor(hidden[0]) and rank(hidden[0]) is not None else unknown_tensor(what)


class _RNN(Module):
    gates = 1

    def __init__(self, input_size, hidden_size, num_layers=1, nonlinearity='tanh', bias=True, batch_first=False, dropout=0.0, bidirectional=False, proj_size=0, device=None, dtype=None):
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.batch_first = batch_first
        self.bidirectional = bidirectional
        self.weight_ih_l0 = _weights((self.gates * hidden_size, input_size))
        self.weight_hh_l0 = _weights((self.gates * hidden_size, hidden_size))
        _converted(self, device, dtype)

    def flatten_parameters(self): return None

    def _packed(self, x, hidden):
        # sequences one after the other: so the outputs lie too
        if kind(x) != 'instance' or not isinstance(x, PackedSequence):
            return (unknown_tensor('a recurrent layer'), _state(hidden, 'a hidden state'))
        d = dims(x.data)
        both = 2 if self.bidirectional else 1
        for state in hidden:
            e = dims(state) if is_tensor(state) else None
            expected = (self.num_layers * both, x.batch, self.hidden_size)
            if e is not None and len(e) == 3 and not (e[0] == expected[0] and e[2] == expected[2]):
                must('RNN/hidden', False, given=e, expected=expected, x=x.data, hidden=state)
        hidden = tensor((self.num_layers * both, x.batch, self.hidden_size), dtype_of(x.data), x.data)
        if d is not None and len(d) != 2:
            must('RNN/rank', False, rank=len(d) + 1, x=x.data)
            d = None
        if d is None or not must('RNN/input', d[-1] == self.input_size, given=d[-1], expected=self.input_size, x=x.data, weight=self.weight_ih_l0):
            return (PackedSequence(unknown_tensor('a recurrent layer'), batch=x.batch, steps=x.steps), hidden)
        return (PackedSequence(tensor((d[0], self.hidden_size * both), dtype_of(x.data), x.data), batch=x.batch, steps=x.steps), hidden)

    def _run(self, x, hidden):
        _like_state(x, hidden, 3)
        d = dims(x)
        both = 2 if self.bidirectional else 1
        if d is None:
            return (unknown_tensor('a recurrent layer', dtype_of(x), x), _state(hidden, 'a hidden state'))
        if len(d) != 2 and len(d) != 3:
            must('RNN/rank', False, rank=len(d), x=x)
            return None
        if not F._fits('RNN', x, self.weight_ih_l0):
            return None
        if not must('RNN/input', d[-1] == self.input_size, given=d[-1], expected=self.input_size, x=x, weight=self.weight_ih_l0):
            return None
        batch = () if len(d) == 2 else (d[0] if self.batch_first else d[1],)
        h = (self.num_layers * both,) + batch + (self.hidden_size,)
        for state in hidden:
            if is_tensor(state) and not F._fits('RNN', state, self.weight_ih_l0):
                return None
            e = dims(state) if is_tensor(state) else None
            if e is not None:
                if not must('RNN/hidden', len(e) == len(h), given=e, expected=h, x=x, hidden=state):
                    return None
                for i in range(len(e)):
                    if not must('RNN/hidden', e[i] == h[i], given=e, expected=h, x=x, hidden=state):
                        return None
        out = tensor(d[:-1] + (self.hidden_size * both,), dtype_of(x), x)
        return (out if len(d) == 2 else made(out, 'batch first' if self.batch_first else 'steps first'), tensor(h, dtype_of(x), x))

    def forward(self, input, hx=None):
        if not is_tensor(input):
            return self._packed(input, [hx])
        r = self._run(input, [] if hx is None else [hx])
        return (unknown_tensor('a recurrent layer'), unknown_tensor('a hidden state')) if r is None else r


class RNN(_RNN):
    def __init__(self, input_size, hidden_size, num_layers=1, nonlinearity='tanh', bias=True, batch_first=False, dropout=0.0, bidirectional=False, device=None, dtype=None):
        super().__init__(input_size, hidden_size, num_layers, nonlinearity, bias, batch_first, dropout, bidirectional)
        _converted(self, device, dtype)


class GRU(_RNN):
    gates = 3

    def __init__(self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False, device=None, dtype=None):
        super().__init__(input_size, hidden_size, num_layers, 'tanh', bias, batch_first, dropout, bidirectional)
        _converted(self, device, dtype)


class LSTM(_RNN):
    gates = 4

    def __init__(self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False, proj_size=0, device=None, dtype=None):
        super().__init__(input_size, hidden_size, num_layers, 'tanh', bias, batch_first, dropout, bidirectional)
        _converted(self, device, dtype)

    def forward(self, input, hx=None):
        if not is_tensor(input):
            out, h = self._packed(input, list(hx) if isinstance(hx, (tuple, list)) else [])
            return (out, (h, _same(h)))
        if is_tensor(hx):
            # indexing a tensor where a pair is meant takes its rows for the two states
            must('RNN/pair', False, state=hx)
            return (unknown_tensor('a mistake before'), (unknown_tensor('a mistake before'), unknown_tensor('a mistake before')))
        r = self._run(input, list(hx) if isinstance(hx, (tuple, list)) else [])
        if r is None:
            return (unknown_tensor('a recurrent layer'), (unknown_tensor('a hidden state'), unknown_tensor('a cell state')))
        return (r[0], (r[1], _same(r[1])))


class _Cell(Module):
    gates = 1

    def __init__(self, input_size, hidden_size, bias=True, nonlinearity='tanh', device=None, dtype=None):
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.weight_ih = _weights((self.gates * hidden_size, input_size))
        _converted(self, device, dtype)

    def _run(self, x, hidden):
        _like_state(x, hidden, 2)
        d = dims(x)
        if d is None:
            return _state(hidden, 'a recurrent cell')
        if not F._fits('RNN', x, self.weight_ih):
            return unknown_tensor('a mistake before')
        if not must('RNN/input', d[-1] == self.input_size, given=d[-1], expected=self.input_size, x=x, weight=self.weight_ih):
            return unknown_tensor('a mistake before')
        return tensor(d[:-1] + (self.hidden_size,), dtype_of(x), x)

    def forward(self, input, hx=None):
        h = self._run(input, [] if hx is None else [hx])
        if is_tensor(hx):
            self._fits_state(input, h, hx)
        return h

    def _fits_state(self, x, h, state):
        d, e = dims(h), dims(state)
        if d is not None and e is not None and must('RNN/hidden', len(d) == len(e), given=e, expected=d, x=x, hidden=state):
            for i in range(len(d)):
                must('RNN/hidden', d[i] == e[i], given=e, expected=d, x=x, hidden=state)


class RNNCell(_Cell): pass


class GRUCell(_Cell):
    gates = 3


class LSTMCell(_Cell):
    gates = 4

    def forward(self, input, hx=None):
        h = self._run(input, list(hx) if isinstance(hx, (tuple, list)) else [])
        if is_tensor(hx):
            must('RNN/pair', False, state=hx)
        elif isinstance(hx, (tuple, list)):
            for state in hx:
                self._fits_state(input, h, state) if is_tensor(state) else None
        return (h, _same(h))
