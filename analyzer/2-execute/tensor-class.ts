// The library's class of tensors: the machine in, the class out, undefined where no library with tensors is loaded.

import type { Machine } from './machine.ts';
import type { ClassValue, TensorValue } from './values.ts';

export function tensorClass(m: Machine): ClassValue | undefined {
  return classIn(m, m.language === 'python' ? 'torch._tensor' : 'tfjs/tensor', 'Tensor');
}

/** An array of numpy has methods of its own, where numpy is loaded. */
export function classOf(m: Machine, tensor: TensorValue): ClassValue | undefined {
  return (tensor.array ? classIn(m, 'numpy', 'ndarray') : undefined) ?? tensorClass(m);
}

function classIn(m: Machine, file: string, name: string): ClassValue | undefined {
  const module = m.modules.get(file);
  const type = module?.kind === 'module' ? module.cells.map.get(name) : undefined;
  return type?.kind === 'class' ? type : undefined;
}
