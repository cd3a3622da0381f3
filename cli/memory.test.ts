// A leak that is planted in a process: a campaign finds it, says which graph it is, and makes that small.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { packageRoot } from '../analyzer/package-root.ts';
import { operatorsOf } from '../fuzzer/vocabulary.ts';
import { runCampaign } from '../oracle/campaign.ts';
import { executorNamed } from '../oracle/executors/named.ts';
import type { ReducedFinding } from '../oracle/triage/reduced-finding.ts';
import { world } from './world.ts';

/** Speaks the protocol, lacks every operator, and keeps two megabytes for each model with an Exp. */
const LEAKING = `
import { Unpacker, answerBytes } from ${JSON.stringify(pathToFileURL(join(packageRoot(), 'dist', 'oracle', 'protocol', 'frames.js')).href)};
const kept = [];
const answer = (said) => { process.stdout.write(answerBytes(said)); };
answer({ kind: 'ready', message: 'leaking 1.0' });
const unpacker = new Unpacker(0);
for await (const chunk of process.stdin) {
  for (const { parts: [model] } of unpacker.push(chunk)) {
    if (Buffer.from(model).includes('Exp')) kept.push(Buffer.alloc(2 ** 21, 1));
    answer({ kind: 'unsupported', message: 'nothing is here' });
  }
}`;

const folder = mkdtempSync(join(tmpdir(), 'dimwright-leak-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a planted leak is found and reduced to its operator', { timeout: 60_000 }, async (context) => {
  if (process.platform !== 'linux') return context.skip('only Linux says here what a process holds');
  const adapter = join(folder, 'leaking.mjs');
  writeFileSync(adapter, LEAKING);
  const executor = executorNamed(`command:${process.execPath} ${adapter}`, { world })!;
  const found: ReducedFinding[] = [];
  try {
    await runCampaign({
      seed: 3, nodes: 4, executors: [executor], operators: operatorsOf({ operators: ['Exp', 'Abs', 'Add', 'Relu', 'Transpose'] }), dtypes: ['float32'], from: 0, end: 3000, first: 0, step: 1,
      stop: () => found.length > 0, breathe: () => Promise.resolve(), found: (finding) => { found.push(finding); }, again: () => undefined, ledger: [], known: () => undefined, ran: () => undefined,
    });
  } finally {
    executor.close?.();
    executor.weighing?.close?.();
  }
  expect(found.map(({ subject, disagreement }) => [disagreement.engine, disagreement.message.split(':')[0], subject.graph.nodes.map(({ op }) => op)])).toEqual([[`${executor.name}+memory`, 'memory', ['Exp']]]);
});
