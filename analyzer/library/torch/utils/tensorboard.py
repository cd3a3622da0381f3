# torch.utils.tensorboard: it writes and gives nothing back.


class SummaryWriter:
    def __init__(self, *args, **kwargs):
        pass

    def _nothing(self, *args, **kwargs): return None
    add_scalar = add_scalars = add_image = add_images = add_graph = add_histogram = add_figure = add_text = add_embedding = flush = close = _nothing
    def __enter__(self): return self
