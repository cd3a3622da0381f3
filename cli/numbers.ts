// Option values: text in, a checked number or a list of names out.
import { InvalidArgumentError } from 'commander';
import type { DType } from '../runtime/ir/dtype.ts';
import { EVERY_DTYPE, isDType } from '../runtime/ir/dtype.ts';

export function listed(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim()).filter((name) => name !== '');
}

export function dtypes(text: string): readonly DType[] {
  const names = listed(text);
  const unknown = names.find((name) => !isDType(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`there is no element type ${unknown}; there are ${EVERY_DTYPE.join(', ')}.`);
  return names.filter(isDType);
}

export function positive(text: string): number {
  const n = Number(text);
  if (!(n > 0) || !Number.isFinite(n)) throw new InvalidArgumentError('it has to be a positive number.');
  return n;
}

export function count(text: string): number {
  const n = Number(text);
  if (!Number.isSafeInteger(n) || n < 1) throw new InvalidArgumentError('it has to be a whole number, at least 1.');
  return n;
}

export function seed(text: string): number {
  const n = Number(text);
  if (!Number.isSafeInteger(n) || n < 0 || n > 0xffffffff) throw new InvalidArgumentError('it has to be a whole number between 0 and 4294967295.');
  return n;
}

export function share(text: string): number {
  const n = Number(text);
  if (text.trim() === '' || !(n >= 0 && n <= 1)) throw new InvalidArgumentError('it has to be a number between 0 and 1.');
  return n;
}
