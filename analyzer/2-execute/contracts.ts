// The signature of a function that nobody calls, from how it uses its inputs: the entered function, what it was given
// and what it returned in, one line of text out: `forward(x: float32[N, 3, H≥32, W≥32]) → float32[N, 10]`.

import type { Dim } from '../../runtime/dims/dim.ts';
import type { Contract, Machine } from './machine.ts';
import { boundsOf, simplify, symbolNames } from './sizes.ts';
import type { Args, FunctionValue, TensorValue, Value } from './values.ts';

const AXES: readonly (readonly string[])[] = [[], ['N'], ['N', 'C'], ['N', 'T', 'C'], ['N', 'C', 'H', 'W'], ['N', 'C', 'D', 'H', 'W']];

export function contractOf(m: Machine, f: FunctionValue, self: Value | undefined, args: Args, result: Value): Contract | undefined {
  const params = f.code.params.slice(self ? 1 : 0);
  const names = new Map<string, string>();
  const inputs = params.flatMap((param, i) => {
    const value = args.named.get(param.name) ?? (param.how === 'keyword' ? undefined : args.positional[i]);
    const text = value && typeText(m, value, names, true);
    return text === undefined ? [] : [`${param.name}: ${text}`];
  });
  const output = typeText(m, result, names, false);
  if (inputs.length === 0 || output === undefined) return undefined;
  const owner = self?.kind === 'instance' ? `${self.class.name}.` : '';
  return { text: `${owner}${f.name}(${inputs.join(', ')}) → ${output}`, span: f.code.span };
}

/** Undefined where nothing is known of it. */
function typeText(m: Machine, value: Value, names: Map<string, string>, isInput: boolean): string | undefined {
  switch (value.kind) {
    case 'tensor': return tensorText(m, value, names, isInput);
    case 'int': return isInput ? `int` : sizeText(m, value.dim, names, false);
    case 'tuple': {
      const items = value.items.map((item) => typeText(m, item, names, isInput));
      return items.length > 0 && items.every((item) => item !== undefined) ? `(${items.join(', ')})` : undefined;
    }
    default: return undefined;
  }
}

function tensorText(m: Machine, { shape, dtype }: TensorValue, names: Map<string, string>, isInput: boolean): string | undefined {
  if (!shape) return undefined;
  const letters = AXES[shape.length] ?? [];
  const sizes = shape.map((dim, i) => {
    const size = simplify(m.facts, dim);
    const [symbol, ...others] = size.known === undefined ? symbolNames(size) : [];
    const wanted = letters[i] ?? `S${i}`;
    if (isInput && symbol !== undefined && others.length === 0 && symbol === size.toString() && !names.has(symbol)) {
      names.set(symbol, [...names.values()].includes(wanted) ? `${wanted}${names.size}` : wanted);
    }
    return sizeText(m, size, names, isInput);
  });
  return `${dtype ?? 'tensor'}[${sizes.join(', ')}]`;
}

function sizeText(m: Machine, size: Dim, names: ReadonlyMap<string, string>, withBound: boolean): string {
  const text = size.toString().replaceAll(/[A-Za-z_]\w*(?:\.\d+)?/g, (name) => names.get(name) ?? name);
  if (size.known !== undefined || !withBound || !names.has(size.toString())) return text;
  const { atLeast } = boundsOf(m.facts, size);
  return atLeast > 1 ? `${text}≥${atLeast}` : text;
}
