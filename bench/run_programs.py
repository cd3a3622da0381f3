"""Runs PyTorch programs one after another in one warm process.

In: one JSON string a line, the text of a program. Out: one JSON object a line: {} where it runs; else the line of the
program that fails, the name of the exception and its message.
"""
import json
import os
import resource
import sys
import traceback
import warnings

sink = os.fdopen(os.dup(1), 'w')
os.dup2(2, 1)  # what libraries print would be taken for answers
import torch

warnings.simplefilter('ignore')
torch.set_num_threads(1)
resource.setrlimit(resource.RLIMIT_AS, (16 << 30, 16 << 30))
torch.set_default_dtype(torch.float32)


def outcome(text):
    try:
        exec(compile(text, '<program>', 'exec'), {'__name__': '__main__'})
        return {}
    except Exception as error:
        at = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == '<program>']
        return {'line': at[-1] if at else 0, 'type': type(error).__name__, 'message': str(error).split('\n')[0][:300]}


print(torch.__version__, file=sink, flush=True)
for line in sys.stdin:
    print(json.dumps(outcome(json.loads(line))), file=sink, flush=True)
