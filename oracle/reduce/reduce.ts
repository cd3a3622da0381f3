// Makes a disagreement small: fewer outputs, fewer nodes, smaller sizes, plainer values. Steps from the boldest to
// the mildest, repeated until none helps; every candidate is valid, runs on the reference and still disagrees.
import { usersOf, valueOf } from '../../runtime/ir/graph.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import type { Subject } from '../judge.ts';
import { cutAt, rebuilt, withDeadReturned, without, withOutputs, writtenOut } from './rebuild.ts';
import { corner, plainer } from './shrink-values.ts';

/** Does the candidate still show the disagreement? */
export type StillFails = (candidate: Subject) => boolean | Promise<boolean>;

export interface ReduceLimits {
  /** Candidates tried in all. */
  readonly most?: number;
}

type Step = (subject: Subject) => Iterable<Subject | undefined>;

/** Node removal first: whatever is gone need not be shrunk. */
const STEPS: readonly Step[] = [singleNodes, fewerOutputs, cutPrefixes, cutSingles, writtenNodes, dropNodes, smallerExtents, plainerValues];

export async function reduce(subject: Subject, stillFails: StillFails, { most = 600 }: ReduceLimits = {}): Promise<Subject> {
  const revived = withDeadReturned(subject);
  let current = revived && (await stillFails(revived)) ? revived : subject;
  let tried = 0;
  for (let progress = true; progress && tried < most;) {
    progress = false;
    for (const step of STEPS) {
      for (let better = true; better && tried < most;) {
        better = false;
        for (const candidate of step(current)) {
          if (!candidate || !isSmaller(candidate, current)) continue;
          if (++tried > most) break;
          if (await stillFails(candidate)) { current = candidate; better = progress = true; break; }
        }
      }
    }
  }
  return current;
}

/** Strictly smaller in this order, so that reduction ends. */
function isSmaller(a: Subject, b: Subject): boolean {
  const [left, right] = [measure(a), measure(b)];
  const first = left.findIndex((n, i) => n !== right[i]);
  return first >= 0 && left[first]! < right[first]!;
}

function measure({ graph, inputs }: Subject): readonly number[] {
  const elements = graph.values.reduce((sum, v) => sum + v.shape.reduce((n, extent) => n * extent, 1), 0);
  const text = inputs.reduce((sum, t) => sum + Array.from(t.data as ArrayLike<number | bigint>, (v) => (Object.is(v, -0) ? 2 : String(v).length)).reduce((a, b) => a + b, 0), 0);
  return [graph.nodes.length, graph.outputs.length, graph.inputs.length, elements, text];
}

/** Each node alone, over what the reference computes before it. */
function* singleNodes(subject: Subject): Iterable<Subject | undefined> {
  if (subject.graph.nodes.length === 1) return;
  for (const node of subject.graph.nodes) {
    const ending = rebuilt(subject, subject.inputs, node.outputs);
    const before = ending?.graph.nodes.slice(0, -1).flatMap(({ outputs }) => outputs) ?? [];
    if (ending) yield before.length === 0 ? ending : cutAt(ending, new Set(before));
  }
}

function* fewerOutputs(subject: Subject): Iterable<Subject | undefined> {
  const { outputs } = subject.graph;
  for (const id of outputs) yield withOutputs(subject, [id]);
  for (let size = outputs.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at < outputs.length; at += size) yield withOutputs(subject, outputs.toSpliced(at, size));
  }
}

/** Everything before a node becomes data: halves first, then node by node. */
function* cutPrefixes(subject: Subject): Iterable<Subject | undefined> {
  const { nodes } = subject.graph;
  for (let size = Math.floor(nodes.length / 2); size >= 1; size = Math.floor(size / 2)) {
    yield cutAt(subject, new Set(nodes.slice(0, size).flatMap((node) => node.outputs)));
  }
}

function* cutSingles(subject: Subject): Iterable<Subject | undefined> {
  for (const node of subject.graph.nodes) yield cutAt(subject, new Set(node.outputs));
}

/** Passes look at what is written in a program, so that a constant may do where an input does not. */
function* writtenNodes(subject: Subject): Iterable<Subject | undefined> {
  for (const node of subject.graph.nodes.toReversed()) yield writtenOut(subject, node);
}

/** A node is bypassed, or the graph ends before it. */
function* dropNodes(subject: Subject): Iterable<Subject | undefined> {
  const { graph } = subject;
  const users = usersOf(graph);
  for (const node of graph.nodes.toReversed()) {
    for (const position of node.inputs.keys()) yield without(subject, node, position);
    if (graph.outputs.includes(node.outputs[0]!) && users[node.outputs[0]!]!.length === 0) {
      const made = node.inputs.filter((id): id is number => id !== undefined && !graph.inputs.includes(id));
      const outputs = [...graph.outputs.filter((id) => !node.outputs.includes(id)), ...made];
      if (outputs.length > 0) yield withOutputs(subject, outputs);
    }
  }
}

/** All axes of one extent shrink together, so that what had to match still does. */
function* smallerExtents(subject: Subject): Iterable<Subject | undefined> {
  const { graph, inputs } = subject;
  const extents = [...new Set(graph.inputs.flatMap((id) => valueOf(graph, id).shape))].filter((n) => n > 1).sort((a, b) => b - a);
  for (const extent of extents) {
    for (const smaller of [1, 2, 3, Math.floor(extent / 2), extent - 1].filter((n) => n < extent && n > 0)) {
      yield resized(subject, inputs.map((t) => corner(t, t.shape.map((n) => (n === extent ? smaller : n)))));
      for (const [i, t] of inputs.entries()) {
        for (const [axis, n] of t.shape.entries()) if (n === extent) yield resized(subject, inputs.with(i, corner(t, t.shape.with(axis, smaller))));
      }
    }
  }
}

function resized(subject: Subject, inputs: readonly Tensor[]): Subject | undefined {
  return rebuilt(subject, inputs, subject.graph.outputs);
}

function* plainerValues(subject: Subject): Iterable<Subject | undefined> {
  for (const [i, t] of subject.inputs.entries()) {
    for (const candidate of plainer(t)) yield rebuilt(subject, subject.inputs.with(i, candidate), subject.graph.outputs);
  }
}
