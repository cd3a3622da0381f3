# threading: see multiprocessing.
from dimwright import some_bool
from multiprocessing import Process as Thread, Lock, RLock, Event


class Condition(Lock):
    def wait(self, timeout=None): return True
    def notify(self, n=1): return None
    def notify_all(self): return None


Semaphore = BoundedSemaphore = Lock
class local: pass
