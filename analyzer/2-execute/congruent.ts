// Two things of a program in, whether each is made as the other is: then what is done with the one does to the one what it
// does to the other. Layers of a model that differ in nothing are told so, each with weights of its own.

import { same } from './same.ts';
import type { Cells, Env, FunctionValue, TensorValue, Value } from './values.ts';

/** Values that are compared: beyond, they differ. */
const MAX_COMPARED = 4_000;

export function congruent(a: Value, b: Value): boolean {
  return new Comparison().values(a, b);
}

class Comparison {
  /** What stands for what, both ways: what one shares, the other has to share. */
  readonly #twins = new Map<Cells, Cells>();
  #left = MAX_COMPARED;

  values(a: Value | undefined, b: Value | undefined): boolean {
    if (!a || !b || a.kind !== b.kind || this.#left-- <= 0) return a === b;
    switch (a.kind) {
      case 'tensor': return sameTensor(a, b as TensorValue);
      case 'tuple': return b.kind === 'tuple' && a.isShape === b.isShape && a.names?.join() === b.names?.join() && this.#all(a.items, b.items);
      case 'list': return b.kind === 'list' && this.#cells(a.cells, b.cells);
      case 'dict': case 'set': return (b.kind === 'dict' || b.kind === 'set') && a.of === b.of && a.whole === b.whole && this.#cells(a.cells, b.cells);
      case 'instance': return b.kind === 'instance' && a.class === b.class && this.#cells(a.cells, b.cells);
      case 'method': return b.kind === 'method' && this.values(a.self, b.self) && this.values(a.func, b.func);
      case 'function': return b.kind === 'function' && (same(a, b) || this.#functions(a, b));
      case 'unknown': return b.kind === 'unknown' && a.key === b.key;
      default: return same(a, b);
    }
  }

  #all(a: readonly Value[], b: readonly Value[]): boolean {
    return a.length === b.length && a.every((item, i) => this.values(item, b[i]));
  }

  #cells(a: Cells, b: Cells): boolean {
    const [known, back] = [this.#twins.get(a), this.#twins.get(b)];
    if (known || back) return known === b && back === a;
    this.#twins.set(a, b).set(b, a);
    if (a === b) return true;
    const [keys, others] = [[...a.map.keys()], [...b.map.keys()]];
    return keys.length === others.length && keys.every((key, i) => key === others[i] && this.values(a.map.get(key), b.map.get(key)));
  }

  /** Of one text, made where the variables around it were alike. */
  #functions(a: FunctionValue, b: FunctionValue): boolean {
    return a.code === b.code && a.owner === b.owner && a.changed === b.changed && a.paused === b.paused && a.receiver === undefined && b.receiver === undefined
      && this.#all([...a.defaults.values()], [...b.defaults.values()]) && this.#cells(a.cells, b.cells) && this.#envs(a.env, b.env);
  }

  #envs(a: Env | undefined, b: Env | undefined): boolean {
    if (a === b || !a || !b) return a === b;
    return a.kind === b.kind && a.owner === b.owner && (a.self === b.self || this.values(a.self, b.self)) && this.#cells(a.cells, b.cells) && this.#envs(a.parent, b.parent);
  }
}

const sameTensor = (a: TensorValue, b: TensorValue): boolean => a.key === b.key && a.array === b.array && (a.shape !== undefined || a === b) && same(a, b);
