// The loop of a campaign, with engines that the test makes.
import { expect, it } from 'vitest';
import type { Executor } from './executors/executor.ts';
import { runCampaign } from './campaign.ts';

it('does not wait for an engine that is still at work when its time is over', async () => {
  let asked = 0;
  let ran = 0;
  const busy: Executor = { name: 'busy', run: () => { asked++; return new Promise(() => undefined); } };
  await runCampaign({
    seed: 1, nodes: 2, executors: [busy], from: 0, end: 1000, first: 0, step: 1, ledger: [], stop: () => asked >= 3, late: Promise.resolve(),
    breathe: () => Promise.resolve(), found: () => undefined, again: () => undefined, known: () => undefined, ran: () => { ran++; },
  });
  expect({ asked, ran }).toEqual({ asked: 3, ran: 0 });
});
