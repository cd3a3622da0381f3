# torch.nn.init: values change, shapes do not.


def _each(x, *args, **kwargs): return x
uniform_ = normal_ = zeros_ = ones_ = constant_ = xavier_uniform_ = xavier_normal_ = kaiming_uniform_ = kaiming_normal_ = orthogonal_ = trunc_normal_ = eye_ = sparse_ = dirac_ = uniform = normal = xavier_uniform = kaiming_uniform = xavier_normal = kaiming_normal = _each
def calculate_gain(*args): return 1.0
