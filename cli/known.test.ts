// The ledger: every entry is whole, our own engines agree with the reference on it, and the engine that is blamed
// still goes wrong where it is installed in the version that the entry names.
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../analyzer/package-root.ts';
import { world } from './world.ts';
import { interpret } from '../runtime/interpret/interpret.ts';
import type { Executor } from '../oracle/executors/executor.ts';
import { executorNamed } from '../oracle/executors/named.ts';
import { OutsideExecutor } from '../oracle/executors/outside.ts';
import { judge, judgeOne } from '../oracle/judge.ts';
import { readFolder } from '../oracle/triage/folder.ts';
import { KNOWN_FOLDER, knownAs, readLedger } from '../oracle/triage/ledger.ts';
import { signatureOf } from '../oracle/triage/signature.ts';

const own = ['wasm', 'wasm:plain'].map((name) => executorNamed(name)!);
const engines = new Map<string, Executor | undefined>();
const engineNamed = (name: string): Executor | undefined => {
  if (!engines.has(name)) engines.set(name, executorNamed(name, { world }));
  return engines.get(name);
};
afterAll(() => { for (const engine of engines.values()) engine?.close?.(); });

describe.each(readLedger().map((bug) => [bug.name, bug] as const))('%s', (name, bug) => {
  const { subject, engines: [blamed] } = readFolder(join(packageRoot(), KNOWN_FOLDER, name));

  it('our engines agree with the reference', async () => expect(await judge(subject, own)).toEqual([]));

  it('is still there, under its own entry', async (context) => {
    const engine = engineNamed(blamed!);
    if (!engine) return context.skip(`${blamed} is a command of somebody's own`);
    if (bug.kind === 'hang' || bug.unsteady) return context.skip(`a ${bug.unsteady ? 'result of chance' : 'hang'} is not waited for`);
    const found = await judgeOne(subject, engine, interpret(subject.graph, subject.inputs)).catch(() => 'absent' as const);
    if (found === 'absent') return context.skip(`${blamed} is not installed`);
    const version = engine instanceof OutsideExecutor ? engine.version : undefined;
    if (version !== undefined && version !== bug.version) return context.skip(`${version} is installed, not ${bug.version}`);
    expect(found).toBeDefined();
    const { text } = await signatureOf(found!, subject, engine);
    expect((await knownAs(readLedger(), engine, text, subject))?.name).toBe(name);
  });
});
