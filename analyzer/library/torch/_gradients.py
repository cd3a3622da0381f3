# Which functions gradients surely go back through, as the models here name them (one function stands for many): those that
# keep something for the way back, which backward() frees, and those that only pass gradients on.
SAVES = (
    'linear', 'conv1d', 'conv2d', 'conv3d', 'conv_transpose2d', 'matmul', '__matmul__', '__rmatmul__', 'mm', 'bmm', 'einsum', 'exp', 'log', 'sigmoid', 'tanh', 'relu', 'gelu', 'softmax',
    'log_softmax', 'pow', '__pow__', '__mul__', '__rmul__', 'mul', '__truediv__', 'div', 'cross_entropy', 'nll_loss', 'mse_loss', 'binary_cross_entropy', 'binary_cross_entropy_with_logits',
    'l1_loss', 'smooth_l1_loss', 'kl_div', 'sqrt', 'abs', 'norm', 'silu', 'elu', 'leaky_relu', 'softplus', 'logsigmoid', 'sin', 'cos', 'rsqrt', 'square', 'prod', 'var', 'std', 'logsumexp',
    'baddbmm', 'addmm', 'outer', 'normalize', 'cosine_similarity', 'layer_norm', 'batch_norm', 'avg_pool2d', 'max_pool2d', 'adaptive_avg_pool2d', 'scaled_dot_product_attention', 'log1p', 'log_prob', 'rsample', '_float_unary', '_each', 'entropy', 'kl_divergence',
)
PASSES = (
    '__add__', '__radd__', '__sub__', '__rsub__', '__iadd__', '__neg__', 'add', 'sub', 'sum', 'mean', 'view', 'reshape', 'squeeze', 'unsqueeze', 'flatten', 'permute', 'transpose', 't',
    'contiguous', 'cat', 'stack', '__getitem__', 'chunk', 'split', 'unbind', 'clone', 'expand', 'scale', 'flip', 'roll', 'repeat', 'movedim', 'swapaxes', 'index_select', 'gather', 'tril', 'triu', 'view_as', 'expand_as', 'float', 'double', 'half', 'cumsum', 'diagonal', 'rearrange', 'pad', 'max', 'min', 'amax', 'amin', 'clamp', 'maximum', 'minimum', 'where', 'masked_fill', '_unary', '_moved',
)
