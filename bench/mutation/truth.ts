// What programs really do: texts in, verdicts of a real run out, through truth.py in one warm Python process. Verdicts
// are kept in a file where one is named: they depend on the text and the engine alone.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../analyzer/package-root.ts';

export interface Verdict {
  readonly outcome: 'ran' | 'raised' | 'timeout' | 'died';
  readonly exception?: string;
  readonly message?: string;
  /** The innermost line of the program on the way to the exception. */
  readonly line?: number;
}

export interface Engine {
  readonly name: string;
  verdict(path: string, text: string): Promise<Verdict>;
  close(): void;
}

/** Undefined where there is no such Python with PyTorch. */
export async function startEngine(python: string, seconds: number, cache: string | undefined): Promise<Engine | undefined> {
  const root = packageRoot();
  const child = spawn(python, [join(root, 'bench', 'mutation', 'truth.py'), join(root, 'corpus', 'record')], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) return undefined;
  const name = (JSON.parse(first.value) as { engine: string }).engine;
  const kept = new Map<string, Verdict>(cache && existsSync(cache) ? JSON.parse(readFileSync(cache, 'utf8')) as [string, Verdict][] : []);
  return {
    name,
    async verdict(path, text) {
      const key = createHash('sha256').update(`${name}\n${path}\n${text}`).digest('hex');
      const known = kept.get(key);
      if (known) return known;
      child.stdin.write(`${JSON.stringify({ id: key, path, text, seconds })}\n`);
      const answer = await lines.next();
      if (answer.done) throw new Error(`${python} ended without a verdict about ${path}`);
      const verdict = JSON.parse(answer.value) as Verdict;
      kept.set(key, verdict);
      return verdict;
    },
    close() {
      child.stdin.end();
      if (cache) writeFileSync(cache, JSON.stringify([...kept]));
    },
  };
}
