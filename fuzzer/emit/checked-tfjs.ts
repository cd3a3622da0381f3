// Programs that TensorFlow.js and the checker are both asked about: a graph as a program that also states the shape of
// every value (stacking with zeros of that shape fails for any other), and a near miss as a program that must fail.
import type { Graph } from '../../runtime/ir/graph.ts';
import { valueOf } from '../../runtime/ir/graph.ts';
import type { DType } from '../../runtime/ir/dtype.ts';
import type { NearMiss } from '../near-miss.ts';
import { emitTfjs, emitTfjsCall, tfjsType } from './tfjs.ts';
import { list } from './program.ts';

export const TFJS_IMPORT = "import * as tf from '@tensorflow/tfjs';\n";

const zeros = (shape: readonly number[], dtype: DType): string => `tf.zeros(${list(shape)}, '${tfjsType(dtype)}')`;

/** Statements without the import; undefined where TensorFlow.js cannot say it. */
export function tfjsProgram(graph: Graph): string | undefined {
  const emitted = emitTfjs(graph);
  if (!emitted.ok) return undefined;
  const { statements, inputs } = emitted.program;
  const typed = new Map<string, { readonly shape: readonly number[]; readonly dtype: DType }>(graph.values.map(({ id, shape, dtype }) => [`v${id}`, { shape, dtype }]));
  const declared = graph.inputs.map((id, i) => `const ${inputs[i]} = ${zeros(valueOf(graph, id).shape, valueOf(graph, id).dtype)};\n`);
  const steps = statements.map(({ names, expression }) => {
    const stated = names.map((name) => `tf.stack([${name}, ${zeros(typed.get(name)!.shape, typed.get(name)!.dtype)}]);\n`);
    return `const ${names.length === 1 ? names[0] : `[${names.join(', ')}]`} = ${expression};\n${stated.join('')}`;
  });
  return [...declared, ...steps].join('');
}

export function tfjsNearMiss({ operator, attributes, operands }: NearMiss): string | undefined {
  if (operands.some((operand) => operand && !['float32', 'int32', 'bool'].includes(operand.dtype))) return undefined;
  const named = operands.map((operand, i) => operand && { ...operand, name: `x${i}` });
  const expression = emitTfjsCall({ op: operator, attributes: attributes as never, operands: named, results: [] });
  if (expression === undefined || /undefined|NaN/.test(expression)) return undefined;
  return `${named.map((operand) => (operand ? `const ${operand.name} = ${zeros(operand.shape, operand.dtype)};\n` : '')).join('')}const y = ${expression};\n`;
}
