// The signature of a function that nobody calls, from how it uses its inputs: the entered function, what it was given
// and what it returned in, one line of text out: `forward(x: float32[N, 3, H≥32, W≥32]) → float32[N, 10]`.

import type { Dim } from '../../runtime/dims/dim.ts';
import type { Contract, Machine } from './machine.ts';
import { AXES } from './inputs.ts';
import { boundsOf, holdsFor, simplify, symbolNames } from './sizes.ts';
import type { Args, FunctionValue, TensorValue, Value } from './values.ts';

export function contractOf(m: Machine, f: FunctionValue, self: Value | undefined, args: Args, result: Value): Contract | undefined {
  const params = f.code.params.slice(self ? 1 : 0);
  const names = new Map<string, string>();
  const inputs = params.flatMap((param, i) => {
    const value = args.named.get(param.name) ?? (param.how === 'keyword' ? undefined : args.positional[i]);
    if (value?.kind === 'int' && symbolNames(value.dim).join() === value.dim.toString()) names.set(value.dim.toString(), param.name);
    const text = value && typeText(m, value, names, true);
    return text === undefined ? [] : [`${param.name}: ${text}`];
  });
  const output = typeText(m, result, names, false);
  if (inputs.length === 0 || output === undefined) return undefined;
  const owner = self?.kind === 'instance' ? `${self.class.name}.` : '';
  return { text: counted(`${owner}${f.name}(${inputs.join(', ')}) → ${output}`), span: f.code.span };
}

/** Sizes that come from nowhere in the signature, without the numbers that we count them by. */
function counted(text: string): string {
  const names: string[] = [];
  return text.replaceAll(/\b([A-Za-z_]\w*)\.\d+\b/g, (name, base: string) => {
    if (!names.includes(name)) names.push(name);
    return `${base}${names.indexOf(name) + 1}`;
  });
}

/**
 * The same signature found with 2, 3 and 4 axes, if it differs only in the first axes of what has so many: with any
 * number of them.
 */
export function withAnyAxes(texts: ReadonlyMap<number, string>): string | undefined {
  const all = [2, 3, 4].map((rank) => {
    const letters = AXES[rank] ?? [];
    const [leading, whole] = [letters.slice(0, -1).join(', '), letters.join(', ')];
    return [leading, whole].map((part) => texts.get(rank)?.replaceAll(`[${part}]`, '[...]').replaceAll(`[${part},`, '[...,'));
  });
  const [first] = all;
  return [1, 0].map((i) => first?.[i]).find((text, i) => text !== undefined && text.includes('[...') && all.every((one) => one[1 - i] === text));
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
  const text = generic(size.toString()).replaceAll(/[A-Za-z_]\w*(?:\.\d+)?/g, (name) => names.get(name) ?? name);
  // What depends on whether axes are spread, or has no name that a reader knows, says nothing.
  if (/\bif\(|^(?:computed|extent|joined|bounded)\b/.test(text)) return '?';
  if (size.known !== undefined || !withBound || !names.has(size.toString())) return text;
  return `${text}${needed(m, size.toString(), boundsOf(m.facts, size).atLeast)}`;
}

/** Of two sizes that are broadcast, the one that is not spread. */
function generic(text: string): string {
  const [, tested, other] = /^if\(([\w.]+) = 1; [\w.]+; ([\w.]+)\)$/.exec(text) ?? [];
  return tested !== undefined && tested === other ? tested : text;
}

/** Sizes that are looked through for the first that is allowed, and how many behind it. */
const [MOST, BEHIND] = [2_048, 40];

/** What is asked of one size by itself, wherever the function goes: a smallest value, or the multiples of one. */
function needed(m: Machine, name: string, atLeast: number): string {
  const claims = m.obligations.flatMap(({ claim, path, verdict, severity }) => (claim && verdict === 'unknown' && severity === 'error' && path.length === m.path.length && symbolNames(claim).join() === name ? [claim] : []));
  const fits = (n: number): boolean => claims.every((claim) => holdsFor(claim, () => n));
  let first = Math.max(1, atLeast);
  while (first <= MOST && !fits(first)) first++;
  if (first > MOST) return '';
  const some = Array.from({ length: BEHIND }, (_, i) => i + 1);
  if (some.every((i) => fits(first + i))) return first > 1 ? `≥${first}` : '';
  const step = some.find((i) => fits(first + i)) ?? 1;
  return first === step && some.every((i) => fits(first + i * step) && (i % step === 0 || !fits(first + i))) ? `%${step}=0` : '';
}
