"""What really happens: runs programs under PyTorch, each in a fork of one process that has imported it.

In, a line each on standard input: {"id": …, "path": …, "text": …, "seconds": …, "seed": …}; other seeds draw other numbers. Out, a line each on standard
output: {"id": …, "outcome": "ran" | "raised" | "timeout" | "died", "exception": …, "message": …, "line": …}.
Datasets and batches are replaced as corpus/record/run_python.py does: first argument, the folder of that file.
"""
import json
import os
import pathlib
import resource
import signal
import sys
import tempfile
import time

MOST_BYTES = 6 << 30

sys.path.insert(0, sys.argv[1])
import run_python  # noqa: E402


def draw_otherwise(seed):
    import random

    import numpy
    import torch
    seeded, numpy_seeded, random_seeded = torch.manual_seed, numpy.random.seed, random.seed
    torch.manual_seed = lambda n=0: seeded(int(n) + seed)
    numpy.random.seed = lambda n=0: numpy_seeded((int(n) + seed) % 2**32)
    random.seed = lambda n=0, version=2: random_seeded(f'{n} {seed}')
    for set_to in (torch.manual_seed, numpy.random.seed, random.seed):
        set_to(0)


def child(folder, name, text, report, seed):
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
    os.chdir(folder)
    path = os.path.join(folder, name)
    pathlib.Path(path).write_text(text)
    sys.path.insert(0, folder)
    if seed:
        draw_otherwise(seed)
    try:
        run_python.run_here(path, report)
    except SystemExit:
        pathlib.Path(report).write_text(json.dumps({'outcome': 'ran'}))
    finally:
        os._exit(0)


def run(task):
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, 'verdict.json')
        pid = os.fork()
        if pid == 0:
            os.setpgid(0, 0)
            child(folder, os.path.basename(task['path']), task['text'], report, task.get('seed', 0))
        end = time.monotonic() + task['seconds']
        while os.waitpid(pid, os.WNOHANG)[0] == 0:
            if time.monotonic() > end:
                try:
                    os.killpg(pid, signal.SIGKILL)
                except ProcessLookupError:
                    os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                return {'outcome': 'timeout'}
            time.sleep(0.005)
        if not os.path.exists(report):
            return {'outcome': 'died'}
        return json.loads(pathlib.Path(report).read_text())


def main():
    import torch
    import torchvision  # noqa: F401
    torch.set_num_threads(1)
    print(json.dumps({'engine': f'torch {torch.__version__}'}), flush=True)
    for line in sys.stdin:
        task = json.loads(line)
        print(json.dumps({'id': task['id'], **run(task)}), flush=True)


main()
