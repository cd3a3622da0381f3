// A few values a key, for so many keys: the newest value of a key comes first, and keys that nothing was put under for the
// longest time go first.

/** `instead`: the value that this one takes the place of. */
export function keepNewest<T>(all: Map<string, readonly T[]>, key: string, value: T, instead: T | undefined, ofOne: number, most: number): void {
  const before = all.get(key) ?? [];
  all.delete(key);
  all.set(key, [value, ...before.filter((one) => one !== instead)].slice(0, ofOne));
  if (all.size > most) all.delete(all.keys().next().value as string);
}
