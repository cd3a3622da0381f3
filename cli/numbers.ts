// Option values: text in, a checked number out.
import { InvalidArgumentError } from 'commander';

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
