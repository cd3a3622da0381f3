// The characters between the quotes of a literal come in, their value goes out, with what was wrong about them.

import type { Range } from '../ast.ts';

export interface Decoded {
  readonly value: string;
  readonly problems: readonly { readonly range: Range; readonly message: string }[];
}

export interface Literal {
  readonly raw: boolean;
  readonly bytes: boolean;
  /** Double braces stand for one brace, as in the literal parts of an f-string. */
  readonly braces: boolean;
}

const simple: Readonly<Record<string, string>> = {
  '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\n': '',
};

/** Unicode's name table is not on board: a named character reads as the replacement character. */
const unnamed = '\uFFFD';

export function decode(text: string, start: number, end: number, literal: Literal): Decoded {
  // Python reads every line break as \n before anything else.
  const source = text.slice(start, end);
  const problems: { range: Range; message: string }[] = [];
  let value = '';
  for (let index = 0; index < source.length;) {
    const character = source[index] as string;
    if (character === '\r') {
      value += '\n';
      index += source[index + 1] === '\n' ? 2 : 1;
    } else if (literal.braces && (character === '{' || character === '}') && source[index + 1] === character) {
      value += character;
      index += 2;
    } else if (character === '\\' && !literal.raw && index + 1 < source.length) {
      const escape = readEscape(source, index, literal.bytes);
      if (escape.message !== undefined) {
        problems.push({ range: { start: start + index, end: start + index + escape.length }, message: escape.message });
      }
      value += escape.value;
      index += escape.length;
    } else {
      value += character;
      index++;
    }
  }
  if (literal.bytes && /[^\p{ASCII}]/u.test(source)) {
    problems.push({ range: { start, end }, message: 'bytes can only contain ASCII characters' });
  }
  return { value, problems };
}

interface Escape {
  readonly value: string;
  readonly length: number;
  readonly message?: string;
}

function readEscape(source: string, at: number, bytes: boolean): Escape {
  const letter = source[at + 1] as string;
  const known = simple[letter];
  if (known !== undefined && Object.hasOwn(simple, letter)) return { value: known, length: 2 };
  if (letter === '\r') return { value: '', length: source[at + 2] === '\n' ? 3 : 2 };
  const octal = /^[0-7]{1,3}/.exec(source.slice(at + 1, at + 4));
  if (octal !== null) {
    const code = Number.parseInt(octal[0], 8);
    return { value: String.fromCharCode(bytes ? code & 0xff : code), length: 1 + octal[0].length };
  }
  if (letter === 'x') return readHex(source, at, 2);
  if (!bytes && letter === 'u') return readHex(source, at, 4);
  if (!bytes && letter === 'U') return readHex(source, at, 8);
  if (!bytes && letter === 'N') return readNamed(source, at);
  // An unknown escape stays as it is spelled.
  return { value: `\\${letter}`, length: 2 };
}

function readHex(source: string, at: number, width: number): Escape {
  const spelled = source.slice(at + 2, at + 2 + width);
  const code = /^[0-9a-fA-F]+$/.test(spelled) && spelled.length === width ? Number.parseInt(spelled, 16) : -1;
  if (code < 0) return { value: unnamed, length: 2, message: `${source.slice(at, at + 2)} needs ${width} hexadecimal digits` };
  if (code > 0x10ffff) return { value: unnamed, length: 2 + width, message: `no character has the number ${spelled}` };
  return { value: String.fromCodePoint(code), length: 2 + width };
}

function readNamed(source: string, at: number): Escape {
  const name = /^\{[^{}]+\}/.exec(source.slice(at + 2, at + 130));
  if (name === null) return { value: unnamed, length: 2, message: '\\N needs a character name in braces' };
  return { value: unnamed, length: 2 + name[0].length };
}
