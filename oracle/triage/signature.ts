// One line that is the same for disagreements that look like one bug: the words of a failure, or the first node that
// diverges and how, or all operators where only their combination goes wrong.
import type { Executor } from '../executors/executor.ts';
import type { Disagreement, Subject } from '../judge.ts';
import { firstDivergence, operatorsOf, siteOf } from './diverging.ts';

/** `alone`: it begins at one node, so that the signature does not change when the rest is reduced away. */
export interface Signature {
  readonly text: string;
  readonly alone: boolean;
}

export async function signatureOf(disagreement: Disagreement, subject: Subject, executor: Executor): Promise<Signature> {
  if (disagreement.kind === 'failure') {
    const words = wordsOf(disagreement.message);
    // The death of a process, what it keeps, or a wrong number at another size says nothing about where.
    return isMute(words) ? { text: `failure ${words} ${subject.graph.nodes.map((node) => siteOf(subject.graph, node)).join(' ')}`, alone: false } : { text: `failure ${words}`, alone: true };
  }
  const divergence = await firstDivergence(subject, executor);
  if (divergence) return { text: `result ${siteOf(subject.graph, divergence.node)} ${divergence.how}`, alone: true };
  return { text: `together ${operatorsOf(subject.graph).filter((op) => op !== 'Constant').join(' ')}`, alone: false };
}

/** Names of values and numbers vary from graph to graph, paths from machine to machine. */
export function wordsOf(message: string): string {
  return message.replaceAll(/\/[\w./-]+\/(?=[\w.-]+)/g, '').replaceAll(/Name:'[^']*'/g, '').replaceAll(/(?<![A-Za-z])[vx]\d+\w*/g, 'v').replaceAll(/_v\b/g, '').replaceAll(/0x[\da-f]+/gi, '#').replaceAll(/-?\d+(\.\d+)?/g, '#').replaceAll(/[\s{}()[\],]+/g, ' ').replaceAll(/(# )+/g, '# ').trim().slice(0, 480);
}

function isMute(words: string): boolean {
  return /^(killed by|exit code|hang|memory|at another size result)/.test(words);
}
