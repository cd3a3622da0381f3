// The signature of a function that nobody calls, from how it uses its inputs: the entered function, what it was given
// and what it returned in, one line of text out: `forward(x: float32[N, 3, H≥32, W≥32]) → float32[N, 10]`.

import type { Dim } from '../../runtime/dims/dim.ts';
import { statedShape } from '../1-read/stated-shape.ts';
import type { Param } from '../program.ts';
import type { Contract, Machine } from './machine.ts';
import { AXES } from './inputs.ts';
import type { Facts } from './sizes.ts';
import { assume, boundsOf, holdsFor, simplify, symbol, symbolInfos, symbolNames } from './sizes.ts';
import type { Args, DictValue, FunctionValue, TensorValue, Value } from './values.ts';

export function contractOf(m: Machine, f: FunctionValue, self: Value | undefined, args: Args, result: Value): Contract | undefined {
  const { facts } = m;
  m.facts = unspreadFacts(m);
  const contract = signatureOf(m, f, self, args, result);
  m.facts = facts;
  return contract;
}

/** Sizes that are spread over each other where they differ, as if they did not: one name for both is what is meant. */
function unspreadFacts(m: Machine): Facts {
  let all = m.facts;
  for (const { claim, verdict } of m.obligations) {
    const [a, b, ...more] = claim && verdict === 'unknown' ? symbolInfos(claim).map((info) => symbol(info.name, info)) : [];
    if (!a || !b || more.length > 0 || !(SPREAD.test(String(claim)) || EQUAL.test(String(claim)))) continue;
    const next = assume(all, a.equals(b));
    if (next === 'contradiction') continue;
    all = next;
    for (const [one, other] of [[a, b], [b, a]] as const) if (m.signatures.nameOf(one.toString()) === undefined && isWord(other.toString())) m.signatures.call(one.toString(), baseOf(other.toString()), m.active);
  }
  return all;
}

const baseOf = (symbol: string): string => symbol.replace(/\.\d+$/, '');
/** Letters are what we call axes, and these what we call sizes that data decide. */
const OURS = /^(?:size|extent|batch|joined|computed|bounded|flat|stacked|sequences|arange|classes|nonzero|selected|unique|steps|packed|data|root|number|element|turn)$/;
const isWord = (symbol: string): boolean => baseOf(symbol).length > 2 && !OURS.test(baseOf(symbol));

const EQUAL = /^[\w.]+ = [\w.]+$/;
const SPREAD = /^([\w.]+) = ([\w.]+) or (?:\1 = 1 or \2|\2 = 1 or \1) = 1$/;

function signatureOf(m: Machine, f: FunctionValue, self: Value | undefined, args: Args, result: Value): Contract | undefined {
  const params = f.code.params.slice(self ? 1 : 0);
  const names = new Map<string, string>();
  const inputs = params.flatMap((param, i) => {
    const value = args.named.get(param.name) ?? (param.how === 'keyword' ? undefined : args.positional[i]);
    if (value?.kind === 'int' && symbolNames(value.dim).join() === value.dim.toString()) names.set(value.dim.toString(), param.name);
    const text = value && inputText(m, param, value, names);
    return value === undefined ? [] : [text === undefined ? param.name : `${param.name}: ${text}`];
  });
  const output = typeText(m, result, names, false);
  const isTold = inputs.some((input) => input.includes(': ')) && (output !== undefined || inputs.some((input) => input.endsWith(']')));
  if (!isTold) return undefined;
  const owner = self?.kind === 'instance' ? `${self.class.name}.` : '';
  return { text: counted(`${owner}${f.name}(${inputs.join(', ')}) → ${output ?? '?'}`), span: f.code.span };
}

/** Of what element type it is stated to be, or else used as. */
function inputText(m: Machine, { annotation }: Param, value: Value, names: Map<string, string>): string | undefined {
  if (value.kind !== 'tensor' || value.dtype !== undefined) return typeText(m, value, names, true);
  const dtype = statedShape(annotation)?.family ?? (value.key === undefined ? undefined : m.signatures.typeOf(value.key));
  return tensorText(m, value, names, true, dtype === 'integer' ? 'int' : dtype);
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
      return items.some((item) => item !== undefined) ? `(${items.map((item) => item ?? '?').join(', ')})` : undefined;
    }
    case 'dict': return isInput ? undefined : dictText(m, value, names);
    case 'none': return 'None';
    case 'float': case 'bool': return value.kind;
    case 'condition': return 'bool';
    case 'string': return 'str';
    default: return undefined;
  }
}

/** What is returned under names. */
function dictText(m: Machine, { cells }: DictValue, names: Map<string, string>): string | undefined {
  const entries = [...cells.map.values()].map((entry) => {
    const [key, value] = entry.kind === 'tuple' ? entry.items : [];
    return key?.kind === 'string' && key.value !== undefined && value ? `${key.value}: ${typeText(m, value, names, false) ?? '?'}` : undefined;
  });
  return entries.length > 0 && entries.length <= MOST_ENTRIES && entries.every((entry) => entry !== undefined) ? `{${entries.join(', ')}}` : undefined;
}

/** As the code calls it or what is as large, or the argument that it comes from. */
function nameFor(m: Machine, given: string, symbol: string, letter: string): string {
  return (m.signatures.nameOf(given) ?? m.signatures.nameOf(symbol) ?? (m.stated.has(symbol) || isWord(symbol) ? baseOf(symbol) : letter)) || letter;
}

function tensorText(m: Machine, { shape, dtype }: TensorValue, names: Map<string, string>, isInput: boolean, kind = dtype): string | undefined {
  if (!shape) return undefined;
  const letters = AXES[shape.length] ?? [];
  const sizes = shape.map((dim, i) => {
    const size = simplify(m.facts, dim);
    const [symbol, ...others] = size.known === undefined ? symbolNames(size) : [];
    if (isInput && symbol !== undefined && others.length === 0 && symbol === size.toString() && !names.has(symbol)) {
      const wanted = nameFor(m, dim.toString(), symbol, letters[i] ?? `S${i}`);
      names.set(symbol, [...names.values()].includes(wanted) ? `${wanted}${names.size}` : wanted);
    }
    return sizeText(m, size, names, isInput);
  });
  return `${kind ?? 'tensor'}[${sizes.join(', ')}]`;
}

function sizeText(m: Machine, size: Dim, names: ReadonlyMap<string, string>, withBound: boolean): string {
  const text = unspread(size.toString()).replaceAll(/[A-Za-z_]\w*(?:\.\d+)?/g, (name) => names.get(name) ?? (/^n\d+\b/.test(name) ? m.signatures.nameOf(name) : undefined) ?? name);
  // What depends on whether axes are spread, or has no name that a reader knows, says nothing.
  if (/\bif\(|^(?:computed|extent|joined|bounded)\b/.test(text)) return '?';
  if (size.known !== undefined || !withBound || !names.has(size.toString())) return text;
  return `${text}${needed(m, size.toString(), boundsOf(m.facts, size).atLeast)}`;
}

/** Of two sizes that are broadcast, `if(a = 1; b; a)`, the one that is not spread: the number, where one of them is. */
function unspread(text: string): string {
  const at = text.indexOf('if(');
  const parts = at < 0 ? undefined : partsFrom(text, at + 3);
  if (!parts) return text;
  const [test, yes, no] = parts.texts.map(unspread) as [string, string, string];
  const rest = unspread(text.slice(parts.end));
  return text.slice(0, at) + (test === `${no} = 1` ? (/^\d+$/.test(yes) && yes !== '1' ? yes : no) : `if(${test}; ${yes}; ${no})`) + rest;
}

/** The three parts of a choice that begins before this place, and where it ends. */
function partsFrom(text: string, start: number): { readonly texts: readonly string[]; readonly end: number } | undefined {
  const texts = [''];
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const letter = text[i] as string;
    if (letter === ')' && depth-- === 0) return texts.length === 3 ? { texts: texts.map((part) => part.trim()), end: i + 1 } : undefined;
    if (letter === '(') depth++;
    if (letter === ';' && depth === 0) texts.push('');
    else texts[texts.length - 1] += letter;
  }
  return undefined;
}

/** Entries of a dictionary that are told. */
const MOST_ENTRIES = 8;

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
