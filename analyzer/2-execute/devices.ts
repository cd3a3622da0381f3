// Devices: names in, numbers out, so that a device that depends on a branch is a form like any size; what moving a
// module changes; and that tensors that meet are in one place.

import type { Dim } from '../../runtime/dims/dim.ts';
import { sentenceFor } from '../library/checks.ts';
import { must } from './claims.ts';
import type { Machine, Operand } from './machine.ts';
import { lit } from './sizes.ts';
import type { Cells, TensorValue, Value } from './values.ts';
import { NONE, int } from './values.ts';

const DEVICES: readonly (readonly [RegExp, (index: number) => number])[] = [
  [/^cpu(?::0)?$/, () => 0],
  [/^cuda(?::(\d+))?$/, (index) => 1 + index],
  [/^mps(?::0)?$/, () => 1001],
  [/^meta$/, () => 1002],
  [/^xpu(?::(\d+))?$/, (index) => 2001 + index],
];

/** A device's number, by its name or its index among GPUs; none where it is not known. */
export function codeOf(value: Value): Value {
  if (value.kind === 'int') return int(value.dim.plus(1));
  if (value.kind === 'alternatives') {
    const codes = value.options.map((option) => ({ guard: option.guard, code: codeOf(option.value) }));
    return codes.reduceRight<Value>((rest, { guard, code }) => (code.kind === 'int' && rest.kind === 'int' ? int(guard.choose(code.dim, rest.dim)) : NONE), codes.at(-1)?.code ?? NONE);
  }
  if (value.kind !== 'string' || value.value === undefined) return NONE;
  for (const [pattern, code] of DEVICES) {
    const found = pattern.exec(value.value);
    if (found) return int(lit(code(Number(found[1] ?? 0))));
  }
  return NONE;
}

/** The name of a device's number, for messages. */
export function deviceName(device: Dim): string {
  const code = device.known;
  if (code === undefined) return 'a device that depends on a branch';
  return code === 0 ? 'the CPU' : code === 1001 ? 'mps' : code === 1002 ? 'meta' : code > 2000 ? `xpu:${code - 2001}` : `cuda:${code - 1}`;
}

/** A tensor of one number on the CPU may meet any other. */
export function mustShareDevice(m: Machine, operands: readonly Operand[]): boolean {
  const placed = operands.filter(({ tensor }) => tensor.device && tensor.shape?.length !== 0);
  const [first, ...others] = placed;
  return others.every((other) => {
    const [a, b] = [first?.tensor.device as Dim, other.tensor.device as Dim];
    if (a === b || (a.known !== undefined && a.known === b.known)) return true;
    // Who trains a module that nobody calls here may have moved it.
    if (m.isContract && (a.known === undefined || b.known === undefined)) return true;
    const holes = { a: deviceName(a), b: deviceName(b) };
    return must(m, { rule: 'Device/same', claim: a.equals(b), sentence: sentenceFor('Device/same'), holes, operands: [first as Operand, other] });
  });
}

/**
 * What `to`, `cuda`, `double` do to a module: its parameters, its buffers and those of the modules in it move. None
 * keeps what is; anything else than a number or an element type is not known.
 */
export function convert(m: Machine, module: Value, device: Value, dtype: Value): void {
  const done = new Set<unknown>();
  const changed = (x: TensorValue): TensorValue => {
    const { device: old, ...rest } = x;
    const to = device.kind === 'none' ? old : device.kind === 'int' ? device.dim : undefined;
    const becomes = dtype.kind === 'none' || x.dtype?.includes('float') !== true ? x.dtype : dtype.kind === 'dtype' ? dtype.name : undefined;
    return { ...rest, dtype: becomes, ...(to ? { device: to } : {}) };
  };
  /** Lists of the program's own are no modules; those of containers are. */
  const each = (value: Value): Value => {
    switch (value.kind) {
      case 'tensor': return value.parameter || value.buffer ? changed(value) : value;
      // The items of a list of unknown length stand in an iterator.
      case 'tuple': case 'iterator': {
        const items = value.items.map(each);
        return items.every((item, i) => item === value.items[i]) ? value : { ...value, items };
      }
      case 'alternatives': {
        const options = value.options.map((option) => ({ ...option, value: each(option.value) }));
        return options.every((option, i) => option.value === value.options[i]?.value) ? value : { ...value, options };
      }
      case 'list': case 'dict': inside(value.cells, false); return value;
      case 'instance': if (value.class.mro.some((base) => base.name === 'Module')) inside(value.cells, true); return value;
      default: return value;
    }
  };
  const inside = (cells: Cells, isModule: boolean): void => {
    if (done.has(cells)) return;
    done.add(cells);
    for (const [name, value] of [...cells.map]) {
      const isOwn = isModule && (value.kind === 'list' || value.kind === 'dict' || value.kind === 'tuple') && name !== '_list' && name !== '_dict';
      const next = isOwn ? value : each(value);
      if (next !== value) m.store.write(cells, name, next);
    }
  };
  each(module);
}
