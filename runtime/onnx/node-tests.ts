// One of ONNX's own node tests in: a model of a few nodes, its inputs and the outputs that ONNX says it has. Whether
// the specification computes them within its bounds out; what it does not understand is `unsupported`, with a reason.
import { firstDifference } from '../interpret/difference.ts';
import { interpret } from '../interpret/interpret.ts';
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
  /** Why not `passed`. */
  readonly reason?: string;
}

const failed = (reason: string): Outcome => ({ outcome: 'failed', reason });
const unsupported = (reason: string): Outcome => ({ outcome: 'unsupported', reason });

export function runNodeTest(test: NodeTest): Outcome {
  const decoded = decodeModel(test.model);
  if (!decoded.ok) return unsupported(decoded.error.reason);
  const { inputs } = decoded.model.graph;
  const given = new Map<string, Tensor>();
  for (const [i, bytes] of test.inputs.entries()) {
    const tensor = tensorIn(bytes);
    if (tensor) given.set(inputs[i]?.name ?? '', tensor);
  }
  const imported = importModel(decoded.model, { values: Object.fromEntries(given) });
  if (!imported.ok) return imported.kind === 'wrong' ? failed(imported.reason) : unsupported(imported.reason);
  const results = interpret(imported.graph, imported.inputNames.map((name) => given.get(name)!));
  for (const [i, result] of results.entries()) {
    const expected = tensorIn(test.outputs[i] ?? new Uint8Array(0));
    if (!expected) return failed(`result ${i} is no tensor that is read`);
    const difference = firstDifference(result, expected);
    if (difference) return failed(`result ${i}: ${difference}`);
  }
  return { outcome: 'passed' };
}

function tensorIn(bytes: Uint8Array): Tensor | undefined {
  const read = readTensorFile(bytes);
  return read.ok ? runtimeTensor(read.tensor) : undefined;
}
