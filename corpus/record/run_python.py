"""Runs the PyTorch programs of corpus/programs/python and records what really happened.

In: program files (all of them when none is named). Out: verdicts.json beside them, and an exit
status of 1 when a program does not do what its own mark says.

Two things are replaced so that a run needs neither network nor minutes; neither changes a shape.
  * torchvision.datasets: the same classes, lengths, image sizes and modes, with random pixels.
  * the batch sampler: an epoch is its first two batches and its last one, so the smaller last
    batch is still met while len(loader) and len(loader.dataset) keep their real values.
"""
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAMS = pathlib.Path(__file__).resolve().parent.parent / 'programs' / 'python'
MARK = re.compile(r'#!\s*([A-Za-z]+/[A-Za-z_-]+)\s*$')
CLASS = re.compile(r'^# class: (.+)$', re.M)
SECONDS = 300


def install_fakes():
    import random

    import torchvision
    from PIL import Image
    from torch.utils.data import Dataset, sampler

    def fake(train_length, test_length, mode, size, classes):
        class Fake(Dataset):
            def __init__(self, root, train=True, transform=None, target_transform=None, download=False, split=None):
                self.train = train if split is None else split == 'train'
                self.transform, self.target_transform = transform, target_transform
                self.classes = [str(c) for c in range(classes)]

            def __len__(self):
                return train_length if self.train else test_length

            def __getitem__(self, index):
                if not 0 <= index < len(self):
                    raise IndexError(index)
                pixels = random.Random(index).randbytes(size * size * len(mode))
                image = Image.frombytes(mode, (size, size), pixels)
                label = index % classes
                if self.transform is not None:
                    image = self.transform(image)
                if self.target_transform is not None:
                    label = self.target_transform(label)
                return image, label
        return Fake

    for name in ('MNIST', 'FashionMNIST', 'KMNIST'):
        setattr(torchvision.datasets, name, fake(60000, 10000, 'L', 28, 10))
    torchvision.datasets.CIFAR10 = fake(50000, 10000, 'RGB', 32, 10)
    torchvision.datasets.CIFAR100 = fake(50000, 10000, 'RGB', 32, 100)
    torchvision.datasets.SVHN = fake(73257, 26032, 'RGB', 32, 10)

    every_batch = sampler.BatchSampler.__iter__

    def first_and_last(self):
        batches = list(every_batch(self))
        yield from batches if len(batches) <= 3 else batches[:2] + batches[-1:]
    sampler.BatchSampler.__iter__ = first_and_last


def innermost_line(error, path):
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def run_here(path, report):
    """Child process: the program runs as __main__, its own output is kept out of the verdict."""
    import runpy
    import warnings

    import torch
    warnings.simplefilter('ignore')
    torch.manual_seed(1)
    torch.set_num_threads(1)
    install_fakes()
    sys.argv = [path]
    try:
        runpy.run_path(path, run_name='__main__')
        verdict = {'outcome': 'ran'}
    except Exception as error:
        first = (str(error).splitlines() or [''])[0]
        verdict = {'outcome': 'raised', 'exception': type(error).__name__, 'message': first,
                   'line': innermost_line(error, path)}
    verdict['engine'] = f'torch {torch.__version__}'
    pathlib.Path(report).write_text(json.dumps(verdict))


def expectation(text):
    for number, line in enumerate(text.splitlines(), 1):
        found = MARK.search(line)
        if found:
            return {'line': number, 'rule': found.group(1)}
    return None


def record(path):
    text = path.read_text()
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / 'verdict.json'
        command = [sys.executable, __file__, '--child', str(path), str(report)]
        done = subprocess.run(command, cwd=folder, timeout=SECONDS, capture_output=True, text=True)
        if not report.exists():
            raise SystemExit(f'{path.name}: no verdict\n{done.stderr}')
        verdict = json.loads(report.read_text())
    expected = expectation(text)
    named = CLASS.search(text)
    entry = {'file': path.name, **({'class': named.group(1)} if named else {}), **verdict,
             'recorded': datetime.date.today().isoformat()}
    agrees = verdict['outcome'] == 'ran' if expected is None else verdict.get('line') == expected['line']
    return entry, agrees


def main(names):
    paths = [pathlib.Path(n).resolve() for n in names] or sorted(PROGRAMS.glob('*.py'))
    target = PROGRAMS / 'verdicts.json'
    kept = json.loads(target.read_text()) if target.exists() else []
    verdicts = {v['file']: v for v in kept if (PROGRAMS / v['file']).exists()}
    wrong = 0
    for path in paths:
        entry, agrees = record(path)
        verdicts[path.name] = entry
        wrong += not agrees
        said = f"line {entry['line']}: {entry['exception']}: {entry['message']}" if entry['outcome'] == 'raised' else 'ran'
        print(f"{'ok  ' if agrees else 'DIFF'} {path.name}  {said}", flush=True)
    ordered = [verdicts[name] for name in sorted(verdicts)]
    target.write_text(json.dumps(ordered, indent=1) + '\n')
    return 1 if wrong else 0


if __name__ == '__main__':
    if sys.argv[1:2] == ['--child']:
        run_here(sys.argv[2], sys.argv[3])
    else:
        sys.exit(main(sys.argv[1:]))
