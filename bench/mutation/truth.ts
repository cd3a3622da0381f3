// What programs really do: texts in, verdicts of a real run out, through truth.py in one warm Python process. Verdicts
// are kept in a file where one is named, a line each as they come, so that a run that was ended goes on where it was:
// they depend on the text and the engine alone.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
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
  /** Other seeds than 0 draw other numbers. */
  verdict(path: string, text: string, seed?: number): Promise<Verdict>;
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
  const kept = new Map<string, Verdict>(cache && existsSync(cache) ? readFileSync(cache, 'utf8').split('\n').filter((line) => line).map((line) => JSON.parse(line) as [string, Verdict]) : []);
  return {
    name,
    async verdict(path, text, seed = 0) {
      const key = createHash('sha256').update(`${name}\n${path}\n${text}${seed === 0 ? '' : `\n${seed}`}`).digest('hex');
      const known = kept.get(key);
      if (known) return known;
      child.stdin.write(`${JSON.stringify({ id: key, path, text, seconds, seed })}\n`);
      const answer = await lines.next();
      if (answer.done) throw new Error(`${python} ended without a verdict about ${path}`);
      const verdict = JSON.parse(answer.value) as Verdict;
      kept.set(key, verdict);
      if (cache) appendFileSync(cache, `${JSON.stringify([key, verdict])}\n`);
      return verdict;
    },
    close() {
      child.stdin.end();
    },
  };
}
