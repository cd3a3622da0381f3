# torch.futures: what will be there has the shape that it has then.
from dimwright import unknown, some_bool, kind


class Future:
    def __init__(self, devices=None):
        self._result = None

    def set_result(self, result): self._result = result
    def set_exception(self, error): return None
    def wait(self): return unknown('the result of a future') if self._result is None else self._result
    value = wait
    def done(self): return some_bool('a future is done')

    def then(self, callback):
        later = Future()
        later.set_result(callback(self))
        return later

    def add_done_callback(self, callback): callback(self)


def _waited(x): return x.wait() if isinstance(x, Future) else x
def wait_all(futures): return [_waited(x) for x in futures]


def collect_all(futures):
    together = Future()
    together.set_result(futures)
    return together
