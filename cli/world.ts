// Processes and time for engines that run outside: what `oracle/executors/world.ts` asks for.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../analyzer/package-root.ts';
import type { World } from '../oracle/executors/world.ts';

const PAGE = 4096;
/** Of what a process writes to its standard error, the end. */
const MOST_SAID = 4000;

export const world: World = {
  start(command, events) {
    const [file, ...args] = command;
    const child = spawn(file!, args, { stdio: ['pipe', 'pipe', 'pipe'], cwd: process.cwd() });
    let said = '';
    let gone = false;
    const exit = (how: string): void => {
      if (gone) return;
      gone = true;
      events.exit(how, said);
    };
    child.stdout.on('data', events.data);
    child.stderr.on('data', (chunk: Buffer) => { said = (said + chunk.toString()).slice(-MOST_SAID); });
    // It died between two writes: the exit says so.
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => exit(error.message));
    child.on('close', (code, signal) => exit(signal === null ? `exit code ${code}` : `killed by ${signal}`));
    return {
      write: (bytes) => { child.stdin.write(bytes); },
      memory: () => memoryOf(child.pid),
      kill: () => { child.kill('SIGKILL'); },
    };
  },
  hostOf: (engine) => [process.execPath, join(packageRoot(), 'dist', 'cli', 'engine.js'), engine],
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return { cancel: () => clearTimeout(timer) };
  },
};

/** Linux says it in a file; elsewhere it is not known. */
function memoryOf(pid: number | undefined): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE;
  } catch {
    return undefined;
  }
}
