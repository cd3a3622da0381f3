// Library models as program IR that was made when the package was built: a model in, its program out, or undefined where
// there is none that was made from this very text (tests and edited models are read anew). Most functions of a library
// are never called by a program, so their bodies stay text until somebody looks at them.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import type { Block, Program } from '../program.ts';
import type { Model } from './load.ts';

/** Where the build puts the program of a model. */
export function compiledPath(model: Model): string {
  return join(packageRoot(), 'dist', 'library', `${model.file.replace(/^library:/, '')}.ir`);
}

export function compiledModel(model: Model): Program | undefined {
  const path = compiledPath(model);
  return existsSync(path) ? decoded(readFileSync(path, 'utf8'), model.text) : undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The lengths of the text and of its program without the bodies of functions; then the text, that program, the bodies. */
export function compiledText({ text, ...program }: Program): string {
  let bodies = '';
  const without = (block: Block): unknown => block.map((s) => {
    if (s.kind === 'class') return { ...s, class: { ...s.class, body: without(s.class.body) } };
    if (s.kind !== 'function') return s;
    const from = bodies.length;
    bodies += JSON.stringify(s.function.body);
    return { ...s, function: { ...s.function, body: [from, bodies.length] } };
  });
  const skeleton = JSON.stringify({ ...program, body: without(program.body) });
  return `${text.length} ${skeleton.length}\n${text}${skeleton}${bodies}`;
}

/** Undefined where it was made from another text. */
export function decoded(compiled: string, text: string): Program | undefined {
  const line = compiled.indexOf('\n');
  const [length = 0, skeletonLength = 0] = compiled.slice(0, line).split(' ').map(Number);
  const start = line + 1 + length;
  if (compiled.slice(line + 1, start) !== text) return undefined;
  const bodies = start + skeletonLength;
  const program = JSON.parse(compiled.slice(start, bodies)) as Omit<Program, 'text'>;
  fill(program.body, (from, to) => JSON.parse(compiled.slice(bodies + from, bodies + to)) as Block);
  return { ...program, text };
}

/** Gives functions, and the methods of classes, the bodies that their ranges stand for. */
function fill(block: Block, read: (from: number, to: number) => Block): void {
  for (const s of block) {
    if (s.kind === 'class') fill(s.class.body, read);
    if (s.kind !== 'function') continue;
    const f: Mutable<typeof s.function> = s.function;
    const [from = 0, to = 0] = f.body as unknown as readonly number[];
    Object.defineProperty(f, 'body', {
      enumerable: true, configurable: true,
      get: () => {
        const value = read(from, to);
        Object.defineProperty(f, 'body', { value, enumerable: true });
        return value;
      },
    });
  }
}
