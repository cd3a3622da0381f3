// The library's class of tensors: the machine in, the class out, undefined where no library with tensors is loaded.

import type { Machine } from './machine.ts';
import type { ClassValue } from './values.ts';

export function tensorClass(m: Machine): ClassValue | undefined {
  const module = m.modules.get(m.language === 'python' ? 'torch._tensor' : 'tfjs/tensor');
  const type = module?.kind === 'module' ? module.cells.map.get('Tensor') : undefined;
  return type?.kind === 'class' ? type : undefined;
}
