# abc: classes that are not made themselves


class ABC: pass


class ABCMeta: pass


def abstractmethod(f): return f
def abstractproperty(f): return property(f)
abstractclassmethod = classmethod
abstractstaticmethod = staticmethod
