// One of ONNX's own node tests in: a model of a few nodes, its inputs and the outputs that ONNX says it has. Whether
// the specification (or an engine, measured by it) computes them within its bounds out; what is not understood is
// `unsupported`, with a reason.
import { firstDifference } from '../interpret/difference.ts';
import { interpret } from '../interpret/interpret.ts';
import type { BoundedTensor } from '../interpret/bounded-tensor.ts';
import type { Graph } from '../ir/graph.ts';
import type { Tensor } from '../ir/tensor.ts';
import { decodeModel } from './decode.ts';
import { importModel } from './import.ts';
import { readTensorFile } from './tensor-file.ts';
import { runtimeTensor } from './values.ts';

export interface NodeTest {
  readonly model: Uint8Array;
  readonly inputs: readonly Uint8Array[];
  readonly outputs: readonly Uint8Array[];
}

export interface Outcome {
  readonly outcome: 'passed' | 'failed' | 'unsupported';
  /** Why not `passed`, or what is to be said about it. */
  readonly reason?: string;
}

/** A test whose model is understood, and what the specification says to it. */
export interface ReadTest {
  readonly graph: Graph;
  readonly inputs: readonly Tensor[];
  readonly expected: readonly Tensor[];
  readonly defined: readonly BoundedTensor[];
}

const failed = (reason: string): Outcome => ({ outcome: 'failed', reason });
const unsupported = (reason: string): Outcome => ({ outcome: 'unsupported', reason });

/** Does the specification agree with ONNX? */
export function runNodeTest(test: NodeTest): Outcome {
  const read = readNodeTest(test);
  return 'outcome' in read ? read : judgeDefinition(read);
}

export function readNodeTest(test: NodeTest): ReadTest | Outcome {
  const decoded = decodeModel(test.model);
  if (!decoded.ok) return unsupported(decoded.error.reason);
  const given = new Map<string, Tensor>();
  for (const [i, bytes] of test.inputs.entries()) {
    const tensor = tensorIn(bytes);
    if (tensor) given.set(decoded.model.graph.inputs[i]?.name ?? '', tensor);
  }
  const imported = importModel(decoded.model, { values: Object.fromEntries(given) });
  if (!imported.ok) return imported.kind === 'wrong' ? failed(imported.reason) : unsupported(imported.reason);
  const expected = imported.graph.outputs.map((_, i) => tensorIn(test.outputs[i] ?? new Uint8Array(0)));
  const unread = expected.findIndex((tensor) => tensor === undefined);
  if (unread >= 0) return unsupported(`result ${unread} is no tensor that is read`);
  const inputs = imported.inputNames.map((name) => given.get(name)!);
  return { graph: imported.graph, inputs, expected: expected as readonly Tensor[], defined: interpret(imported.graph, inputs) };
}

/**
 * ONNX's runner compares with these; a few expected values are written down with four digits, and only such a test
 * passes by them alone. Source: onnx/backend/test/loader, the defaults of a test case.
 */
const ONNX_TOLERANCE = { relative: 1e-3, absolute: 1e-7 } as const;

export function judgeDefinition({ defined, expected }: ReadTest): Outcome {
  const found = differenceIn(defined, expected);
  if (!found) return { outcome: 'passed' };
  const loose = defined.map((tensor) => ({ ...tensor, errors: Float64Array.from(tensor.data as ArrayLike<number | bigint>, (v) => ONNX_TOLERANCE.absolute + ONNX_TOLERANCE.relative * Math.abs(Number(v))) }));
  return differenceIn(loose, expected) ? failed(found) : { outcome: 'passed', reason: `only within ONNX's own tolerance: ${found}` };
}

/** Does an engine agree with a specification that agrees with ONNX? */
export function judgeResults(read: ReadTest, results: readonly Tensor[]): Outcome {
  const definition = judgeDefinition(read);
  if (definition.outcome !== 'passed') return { ...definition, reason: `the specification disagrees with ONNX: ${definition.reason ?? ''}` };
  const found = differenceIn(read.defined, results);
  return found ? failed(found) : definition;
}

function differenceIn(expected: readonly BoundedTensor[], actual: readonly Tensor[]): string | undefined {
  for (const [i, tensor] of expected.entries()) {
    const given = actual[i];
    const difference = given ? firstDifference(tensor, given) : 'it is missing';
    if (difference) return `result ${i}: ${difference}`;
  }
  return undefined;
}

function tensorIn(bytes: Uint8Array): Tensor | undefined {
  const read = readTensorFile(bytes);
  return read.ok ? runtimeTensor(read.tensor) : undefined;
}
