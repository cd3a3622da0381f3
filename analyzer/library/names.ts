// Which names the modules of PyTorch and numpy have, as recorded from the engines: a module and a name that is read there
// in; the name that was meant out, or undefined where the module has it or nothing like it. Also how many arguments are
// needed at least.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';

type Texts = Readonly<Record<string, string>>;

let recorded: { readonly names: Texts; readonly required: Texts } | undefined;

function record(): NonNullable<typeof recorded> {
  recorded ??= JSON.parse(readFileSync(join(packageRoot(), 'analyzer', 'library', 'names.json'), 'utf8')) as NonNullable<typeof recorded>;
  return recorded;
}

const counts = new Map<string, ReadonlyMap<string, number>>();

/** The arguments that a function of the module needs at least, as far as that is recorded. */
export function leastOf(module: string, name: string): number {
  let all = counts.get(module);
  if (!all) {
    const entries = (record().required[module] ?? '').split(' ').map((entry): [string, number] => [entry.slice(0, entry.indexOf(':')), Number(entry.slice(entry.indexOf(':') + 1))]);
    counts.set(module, (all = new Map(entries)));
  }
  return all.get(name) ?? 0;
}

const sets = new Map<string, ReadonlySet<string>>();

/** Undefined for modules that are not recorded. */
export function namesOf(module: string): ReadonlySet<string> | undefined {
  const text = record().names[module];
  if (text === undefined) return undefined;
  let names = sets.get(module);
  if (!names) sets.set(module, (names = new Set(text.split(' '))));
  return names;
}

/** What one looks for in the wrong one of them. */
const SIBLINGS: readonly (readonly string[])[] = [['torch', 'torch.nn', 'torch.nn.functional', 'torch.optim', 'torch.optim.lr_scheduler', 'torch.utils.data'], ['numpy', 'numpy.random', 'numpy.linalg']];

/** The name that was meant, with its module where that is another one. */
export function meantBy(module: string, name: string): string | undefined {
  const names = namesOf(module);
  if (!names || names.has(name) || name.startsWith('_')) return undefined;
  const alike = [...names].find((other) => other.toLowerCase() === name.toLowerCase());
  if (alike !== undefined) return alike;
  const elsewhere = SIBLINGS.find((row) => row.includes(module))?.find((other) => namesOf(other)?.has(name));
  if (elsewhere !== undefined) return `${elsewhere}.${name}`;
  return name.length < 5 ? undefined : [...names].find((other) => other.length >= 5 && isSlip(name, other));
}

/** One letter more, less or another, or two that changed places. */
function isSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [x, y] = [a.slice(at), b.slice(at)];
  return x.slice(1) === y || x === y.slice(1) || x.slice(1) === y.slice(1) || (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
}
