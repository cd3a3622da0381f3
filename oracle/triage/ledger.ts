// The ledger of upstream bugs that are known: a folder each under corpus/known, so that a campaign reports only what
// is new. `known.json` says which engines, which signatures (a star stands for anything) and why the engine is wrong.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../analyzer/package-root.ts';
import type { Graph, Node } from '../../runtime/ir/graph.ts';
import { valueOf } from '../../runtime/ir/graph.ts';
import { printAttributes } from '../../runtime/ir/text-print.ts';
import { interpret } from '../../runtime/interpret/interpret.ts';
import type { Numerics } from '../../runtime/interpret/numerics.ts';
import { IEEE } from '../../runtime/interpret/numerics.ts';
import type { Executor } from '../executors/executor.ts';
import type { Subject } from '../judge.ts';
import { judgeOne } from '../judge.ts';

export interface KnownBug {
  /** The folder's name. */
  readonly name: string;
  /** One sentence, as a bug report's title. */
  readonly title: string;
  /** Engines that have it, by name without variant. */
  readonly engines: readonly string[];
  /** Engine and version that it was seen in. */
  readonly version: string;
  readonly signatures: readonly string[];
  /** Only graphs that have such a node can show it. */
  readonly requires?: Trait;
  /** Engines are not asked about such graphs at all: a hang costs too much to meet it again and again, and what writes outside of its memory spoils what comes after it. */
  readonly avoid?: boolean;
  /** It reads memory that nobody wrote, so that it does not show every time. */
  readonly unsteady?: boolean;
  /** Where the bug is coarse arithmetic: what the engine still promises. What that does not explain is no longer this bug. */
  readonly numerics?: Partial<Numerics>;
  /** What the specification says, in a sentence, and where. */
  readonly why: string;
  /** `wrong result`, `refuses what is valid`, `crash`, `hang`, `wrong shape`. */
  readonly kind: string;
}

/** What a node has to be: one of some operators, with an operand or a result without elements, with operands of several shapes, with certain attributes. */
export interface Trait {
  readonly ops: readonly string[];
  readonly empty?: boolean;
  readonly broadcasts?: boolean;
  readonly attributes?: Readonly<Record<string, number | boolean | string>>;
}

export type Ledger = readonly KnownBug[];

export const KNOWN_FOLDER = join('corpus', 'known');

export function readLedger(folder = join(packageRoot(), KNOWN_FOLDER)): Ledger {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort().map((name) => (
    { ...JSON.parse(readFileSync(join(folder, name, 'known.json'), 'utf8')) as Omit<KnownBug, 'name'>, name }));
}

export async function knownAs(ledger: Ledger, executor: Executor, signature: string, subject: Subject): Promise<KnownBug | undefined> {
  for (const bug of ledger) {
    const looksLikeIt = concerns(bug, executor.name) && isPossible(bug, subject.graph) && bug.signatures.some((pattern) => matches(pattern, signature));
    if (looksLikeIt && (await isExplained(bug, subject, executor))) return bug;
  }
  return undefined;
}

async function isExplained({ numerics }: KnownBug, subject: Subject, executor: Executor): Promise<boolean> {
  if (!numerics) return true;
  const promising: Executor = { name: executor.name, numerics: { ...(executor.numerics ?? IEEE), ...numerics }, run: (graph, inputs) => executor.run(graph, inputs) };
  return (await judgeOne(subject, promising, interpret(subject.graph, subject.inputs))) === undefined;
}

/** The bug that makes it too dear to ask the engine about this graph. */
export function avoided(ledger: Ledger, engine: string, graph: Graph): KnownBug | undefined {
  return ledger.find((bug) => bug.avoid === true && concerns(bug, engine) && isPossible(bug, graph));
}

/** A known bug of the engine that may change shapes of this graph: what it says about them is no witness. */
export function mayMisshape(ledger: Ledger, engine: string, graph: Graph): boolean {
  return ledger.some((bug) => bug.kind === 'wrong shape' && concerns(bug, engine) && isPossible(bug, graph));
}

function concerns({ engines }: KnownBug, engine: string): boolean {
  return engines.some((name) => engine === name || engine.startsWith(`${name}:`) || engine.startsWith(`${name}+`) || (engine.startsWith('command:') && engine.includes(name)));
}

function isPossible({ requires }: KnownBug, graph: Graph): boolean {
  return !requires || graph.nodes.some((node) => has(graph, node, requires));
}

function has(graph: Graph, { op, inputs, outputs, attributes }: Node, { ops, empty, broadcasts, attributes: wanted }: Trait): boolean {
  if (!ops.includes(op)) return false;
  if (empty && ![...inputs, ...outputs].some((id) => id !== undefined && valueOf(graph, id).shape.includes(0))) return false;
  if (broadcasts && new Set(inputs.flatMap((id) => (id === undefined ? [] : valueOf(graph, id).shape.join()))).size < 2) return false;
  return Object.entries(wanted ?? {}).every(([name, value]) => attributes[name] !== undefined && printAttributes({ value: attributes[name] }) === printAttributes({ value }));
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
