// Names for the values of a file. The names that are wanted in any case come in; out comes a function that gives the
// wanted name the first time and a fresh one after that.

/** Reserved names go to whoever asks for them first, and to nobody who asks for something else. */
export function freeNames(reserved: readonly (string | undefined)[]): (wanted: string) => string {
  const reservedNames = new Set(reserved.filter((name) => name !== undefined && name !== ''));
  const taken = new Set<string>();
  return (wanted) => {
    let name = wanted === '' ? 'value' : wanted;
    for (let n = 2; taken.has(name) || (name !== wanted && reservedNames.has(name)); n++) name = `${wanted}_${n}`;
    taken.add(name);
    return name;
  };
}
