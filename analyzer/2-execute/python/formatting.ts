// Texts made of a pattern and values: `'{}-{}'.format(a, b)` and `'%d' % a`. Undefined where the text is not known: what
// is written in a width or a notation of its own is not followed.

import type { Value } from '../values.ts';

const shown = (value: Value | undefined): string | undefined => (value?.kind === 'string' ? value.value : value?.kind === 'int' ? value.dim.known?.toString() : undefined);

/** Each `field` of the pattern replaced by what it stands for. */
function filled(pattern: string | undefined, field: RegExp, valueOf: (match: RegExpMatchArray) => string | undefined): string | undefined {
  if (pattern === undefined) return undefined;
  let [text, from]: [string, number] = ['', 0];
  for (const match of pattern.matchAll(field)) {
    const value = valueOf(match);
    if (value === undefined) return undefined;
    text += pattern.slice(from, match.index) + value;
    from = match.index + match[0].length;
  }
  return text + pattern.slice(from);
}

export function formatted(pattern: string | undefined, args: readonly Value[], named: ReadonlyMap<string, Value>): string | undefined {
  let next = 0;
  return filled(pattern, /\{\{|\}\}|\{([^{}]*)\}/g, ([whole, field]) => {
    if (field === undefined) return whole.slice(1);
    return shown(field === '' ? args[next++] : /^\d+$/.test(field) ? args[Number(field)] : named.get(field));
  });
}

/** `pattern % value`. */
export function percent(pattern: string | undefined, value: Value): string | undefined {
  const args = value.kind === 'tuple' ? value.items : [value];
  let next = 0;
  return filled(pattern, /%(.)?/g, ([, letter]) => {
    if (letter === '%') return '%';
    const arg = letter === 's' || letter === 'd' || letter === 'i' ? args[next++] : undefined;
    return letter !== 's' && arg?.kind === 'string' ? undefined : shown(arg);
  });
}
