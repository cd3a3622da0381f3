# sys
from dimwright import unknown, some_text, some_bool, turns, fresh


class _Arguments:
    # a program may be run with arguments or without
    def __len__(self): return fresh('arguments', 1)
    def __getitem__(self, i): return turns(some_text()) if isinstance(i, slice) else some_text()
    def __iter__(self): return turns(some_text())
    def __contains__(self, text): return some_bool('an argument is given')


argv = _Arguments()
path = unknown('the module path')
platform = some_text()
version_info = (3, 12, 0)
maxsize = 9007199254740991
stdout = unknown('the output')
stderr = stdout
stdin = stdout


def exit(*args): raise SystemExit()
