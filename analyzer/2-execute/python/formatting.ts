// Texts made of a pattern and values: `'{}-{:02d}'.format(a, b)`, the parts of f-strings and `'%d' % a`. Undefined where
// the text is not known: notations of floats are not followed.

import type { Value } from '../values.ts';

/** A value as `str(value)` writes it. */
export function shown(value: Value | undefined): string | undefined {
  switch (value?.kind) {
    case 'string': return value.value;
    case 'int': return value.dim.known?.toString();
    case 'float': return value.value === undefined ? undefined : shownFloat(value.value);
    case 'bool': return value.value ? 'True' : 'False';
    case 'none': return 'None';
    default: return undefined;
  }
}

/** Both languages write the fewest digits that tell a number apart; where exponents begin they differ. */
function shownFloat(x: number): string | undefined {
  if (x !== 0 && (!Number.isFinite(x) || Math.abs(x) >= 1e16 || Math.abs(x) < 1e-4)) return undefined;
  return Number.isInteger(x) ? `${Object.is(x, -0) ? '-' : ''}${x}.0` : String(x);
}

/** Fill and alignment, sign, zeros, width, the most characters of a text, and the type, as PEP 3101 writes them. */
const FORMAT = /^(?:(.)?([<>^=]))?([-+ ])?(0)?(\d+)?(?:\.(\d+))?([sd])?$/s;

/** A value as `format(value, format)` writes it. */
export function inFormat(value: Value | undefined, format: string): string | undefined {
  const text = shown(value);
  if (format === '' || text === undefined) return text;
  const match = FORMAT.exec(format);
  const isText = value?.kind === 'string';
  if (!match || (!isText && value?.kind !== 'int') || (isText ? match[7] === 'd' || match[3] !== undefined || match[2] === '=' : match[7] === 's' || match[6] !== undefined)) return undefined;
  const [, fill, alignment, sign, zero, width, most] = match;
  const minus = !isText && text.startsWith('-') ? '-' : '';
  const before = minus === '' && sign !== undefined && sign !== '-' ? sign : minus;
  const digits = isText ? [...text].slice(0, most === undefined ? undefined : Number(most)).join('') : text.slice(minus.length);
  const side = alignment ?? (isText ? '<' : zero === undefined ? '>' : '=');
  return filledUp(before, digits, side, fill ?? (zero === undefined ? ' ' : '0'), Number(width ?? 0));
}

/** At the left, the right, both sides, or between sign and digits. */
function filledUp(sign: string, text: string, side: string, fill: string, width: number): string {
  const missing = Math.max(0, width - [...sign + text].length);
  if (side === '=') return sign + fill.repeat(missing) + text;
  const left = side === '<' ? 0 : side === '>' ? missing : Math.floor(missing / 2);
  return fill.repeat(left) + sign + text + fill.repeat(missing - left);
}

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
    const [, name = '', format = ''] = /^([^:]*):?(.*)$/s.exec(field) ?? [];
    return inFormat(name === '' ? args[next++] : /^\d+$/.test(name) ? args[Number(name)] : named.get(name), format);
  });
}

/** `pattern % value`. */
export function percent(pattern: string | undefined, value: Value): string | undefined {
  const args = value.kind === 'tuple' ? value.items : [value];
  let next = 0;
  return filled(pattern, /%(0?\d*)(.)?/g, ([, width = '', letter]) => {
    if (letter === '%') return '%';
    const arg = letter === 's' || letter === 'd' || letter === 'i' ? args[next++] : undefined;
    return letter !== 's' && arg?.kind === 'string' ? undefined : inFormat(arg, letter === 's' && width !== '' ? `>${Number(width)}` : width);
  });
}
