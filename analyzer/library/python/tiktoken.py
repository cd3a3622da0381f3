# tiktoken: text becomes some integers.
from dimwright import kind, turns, fresh, some_text


class Encoding:
    def __init__(self, name, *, pat_str=None, mergeable_ranks=None, special_tokens=None, explicit_n_vocab=None):
        n_vocab = explicit_n_vocab if kind(explicit_n_vocab) == 'int' else fresh('vocabulary', 1)
        self.name = name
        self.n_vocab = n_vocab
        self.max_token_value = n_vocab - 1
        self.eot_token = n_vocab - 1

    def encode(self, text, *args, **kwargs): return list(turns(fresh('token', 0, self.n_vocab - 1)))
    encode_ordinary = encode
    def encode_ordinary_batch(self, texts, *args, **kwargs): return list(turns(self.encode('')))
    encode_batch = encode_ordinary_batch
    def decode(self, tokens, *args): return some_text()
    def decode_bytes(self, tokens): return some_text()


def get_encoding(name): return Encoding(name, explicit_n_vocab=50257 if name in ('gpt2', 'r50k_base') else 50281 if name == 'p50k_base' else None)
def encoding_for_model(name): return Encoding(name)
