// Nodes of a file that are no operators of ours but mean one or several of them, or nothing when a model is run.
// A node in; what it means, what is missing, or undefined for nodes that mean themselves out.
import { FLOATS } from '../ir/dtype.ts';
import type { Tensor } from '../ir/tensor.ts';
import { scalar, tensor } from '../ir/tensor.ts';
import type { OnnxNode } from './model.ts';
import type { Application, Reading, Surroundings } from './reading.ts';
import { runtimeTensor } from './values.ts';

type Meaning = { readonly kind: 'applications'; readonly applications: readonly Application[] } | Exclude<Reading, { kind: 'calls' }>;
export type Equivalent = (node: OnnxNode, around: Surroundings) => Meaning | undefined;

const unsupported = (reason: string): Meaning => ({ kind: 'unsupported', reason });
const means = (...applications: readonly Application[]): Meaning => ({ kind: 'applications', applications });
const result = (node: OnnxNode): string => node.outputs[0] ?? '';
/** Values that no file names: the separator cannot be typed into most exporters, and a clash would be refused. */
const between = (node: OnnxNode, what: string): string => `${result(node)}\u0000${what}`;

export const EQUIVALENTS: Readonly<Record<string, Equivalent>> = {
  Identity: (node) => ({ kind: 'same', of: node.inputs[0] ?? '', result: result(node) }),

  Dropout(node, around) {
    const training = node.inputs[2];
    if (training && around.held(training)?.entries[0] !== 0) return unsupported('Dropout in training is random');
    return { kind: 'same', of: node.inputs[0] ?? '', result: result(node) };
  },

  Greater: (node) => means({ op: 'Less', operands: [node.inputs[1], node.inputs[0]], attributes: {}, results: node.outputs }),

  Sum(node) {
    const [first = '', ...others] = node.inputs;
    if (others.length === 0) return { kind: 'same', of: first, result: result(node) };
    const names = others.map((_, i) => (i === others.length - 1 ? result(node) : between(node, `sum${i}`)));
    return means(...others.map((other, i): Application => ({ op: 'Add', operands: [i === 0 ? first : names[i - 1], other], attributes: {}, results: [names[i]!] })));
  },

  ConstantOfShape(node, around) {
    const held = around.held(node.inputs[0] ?? '');
    if (!held) return unsupported(`the shape of ConstantOfShape depends on data ('${node.inputs[0] ?? ''}')`);
    const value = fillOf(node);
    if (!value) return unsupported('ConstantOfShape fills with a value that is not read');
    const one = between(node, 'value');
    return means(
      { op: 'Constant', operands: [], attributes: { value }, results: [one] },
      { op: 'Expand', operands: [one], attributes: { shape: held.entries }, results: node.outputs },
    );
  },

  /** The exponent may have another type than the base, whose type the result has. Source: ONNX Pow-15. */
  Pow(node, around) {
    const [base, exponent] = node.inputs;
    const [to, from] = [base, exponent].map((name) => around.dtype(name ?? ''));
    if (!to || !from || to === from) return undefined;
    const cast = between(node, 'cast');
    if (FLOATS.includes(to) || !FLOATS.includes(from)) {
      return means(
        { op: 'Cast', operands: [exponent], attributes: { to }, results: [cast] },
        { op: 'Pow', operands: [base, cast], attributes: {}, results: node.outputs },
      );
    }
    const power = between(node, 'power');
    return means(
      { op: 'Cast', operands: [base], attributes: { to: from }, results: [cast] },
      { op: 'Pow', operands: [cast, exponent], attributes: {}, results: [power] },
      { op: 'Cast', operands: [power], attributes: { to }, results: node.outputs },
    );
  },
};

/** ConstantOfShape's value is a tensor of one element; float32 0 where it is left out. */
function fillOf(node: OnnxNode): Tensor | undefined {
  const attribute = node.attributes.find(({ name }) => name === 'value');
  if (!attribute) return scalar('float32', 0);
  const given = attribute.kind === 'tensor' ? runtimeTensor(attribute.value) : undefined;
  return given?.data.length === 1 ? tensor(given.dtype, [], Array.from(given.data as ArrayLike<number | bigint>)) : undefined;
}
