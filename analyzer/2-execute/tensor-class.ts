// The library's class of tensors: the machine in, the class out, undefined where no library with tensors is loaded.

import type { Machine } from './machine.ts';
import type { ClassValue, TensorValue } from './values.ts';

export function tensorClass(m: Machine): ClassValue | undefined {
  return classIn(m, m.language === 'python' ? 'torch._tensor' : 'tfjs/tensor', 'Tensor');
}

/** An array of numpy has methods of its own, in a program that does not import numpy too: `x.numpy().astype(int)`. */
export function classOf(m: Machine, tensor: TensorValue): ClassValue | undefined {
  const type = tensorClass(m);
  if (!tensor.array) return type;
  if (type?.module && !m.modules.has('numpy')) m.parts.importModule('numpy', 0, type.module, type.span ?? { file: '', start: 0, end: 0 });
  return classIn(m, 'numpy', 'ndarray') ?? type;
}

function classIn(m: Machine, file: string, name: string): ClassValue | undefined {
  const module = m.modules.get(file);
  const type = module?.kind === 'module' ? module.cells.map.get(name) : undefined;
  return type?.kind === 'class' ? type : undefined;
}
