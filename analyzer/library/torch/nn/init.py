# torch.nn.init: values change, shapes do not.
from dimwright import dims, is_tensor, must


def _fans(tensor, *args, **kwargs):
    if is_tensor(tensor) and dims(tensor) is not None:
        must('Init/axes', len(dims(tensor)) >= 2, rank=len(dims(tensor)), x=tensor)
    return tensor


xavier_uniform_ = xavier_normal_ = kaiming_uniform_ = kaiming_normal_ = orthogonal_ = xavier_uniform = kaiming_uniform = xavier_normal = kaiming_normal = _fans


def _each(x, *args, **kwargs): return x
uniform_ = normal_ = zeros_ = ones_ = constant_ = trunc_normal_ = eye_ = sparse_ = dirac_ = uniform = normal = _each
def calculate_gain(*args): return 1.0
