// A finding as a folder that anyone can replay, and back. All files are text; the same finding gives the same bytes.
//
//   graph.txt     the reduced graph in the text form
//   inputs.txt    its inputs, one tensor a line
//   choices.json  the choices of the case it was found in, with seed and index
//   finding.json  who disagreed, and how
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseGraph, parseTensor } from '../../runtime/ir/text-parse.ts';
import { printGraph, printTensor } from '../../runtime/ir/text-print.ts';
import type { Subject } from '../judge.ts';
import type { ReducedFinding } from './reduced-finding.ts';
import type { StoredFinding } from './stored.ts';
import { findingText } from './stored.ts';

/** Throws what the file system throws. */
export function writeFolder(folder: string, found: ReducedFinding): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'graph.txt'), printGraph(found.subject.graph));
  writeFileSync(join(folder, 'inputs.txt'), found.subject.inputs.map((t) => `${printTensor(t)}\n`).join(''));
  writeFileSync(join(folder, 'choices.json'), `${JSON.stringify({ ...found.origin, choices: found.choices })}\n`);
  writeFileSync(join(folder, 'finding.json'), findingText(found.stored));
}

/** The subject of a folder and the text of its finding; throws where a file is missing or damaged. */
export function readFolder(folder: string): { readonly subject: Subject; readonly engines: readonly string[]; readonly finding: string } {
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const graph = parseGraph(text('graph.txt'));
  const inputs = text('inputs.txt').split('\n').filter((line) => line.trim() !== '').map(parseTensor);
  const finding = text('finding.json');
  const { engines } = JSON.parse(finding) as StoredFinding;
  return { subject: { graph, inputs }, engines, finding };
}
