# PyTorch behind torch.compile as an engine: pytorch.py with --compile.
#   pip install torch onnx numpy, and a C++ compiler
#   dimwright fuzz --engine-command "python oracle/adapters/torch_compile.py" --nodes 4 --patience 60
import os
import runpy
import sys

sys.argv.append("--compile")
runpy.run_path(os.path.join(os.path.dirname(os.path.abspath(__file__)), "pytorch.py"), run_name="__main__")
