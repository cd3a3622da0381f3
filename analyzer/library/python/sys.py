# sys
from dimwright import unknown, some_text

argv = unknown('the command line')
path = unknown('the module path')
platform = some_text()
version_info = (3, 12, 0)
maxsize = 9007199254740991
stdout = unknown('the output')
stderr = stdout
stdin = stdout


def exit(*args): raise SystemExit()
