# onnxruntime: a session takes arrays by name and gives a list of arrays, whose shapes the model's file says.
from dimwright import turns, unknown_tensor, as_array, some_text, unknown


class _Argument:
    def __init__(self):
        self.name = some_text()
        self.type = some_text()
        self.shape = unknown('a shape in a file')


class InferenceSession:
    def __init__(self, model, *args, **kwargs):
        pass

    def get_inputs(self): return list(turns(_Argument()))
    get_outputs = get_inputs
    def get_providers(self): return list(turns(some_text()))
    def run(self, names, inputs, options=None): return list(turns(as_array(unknown_tensor('what a model in a file gives'))))


class SessionOptions:
    def __init__(self):
        pass
