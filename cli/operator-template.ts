// An operator's name in, the text of its file out: every member of the specification, with what is to be filled in
// said where it stands. The contract kit fails until it is.

/** `LeakyRelu` → `leaky-relu`. */
export function fileNameOf(operator: string): string {
  return operator.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}

export function operatorTemplate(operator: string): string {
  return `import { FLOATS } from '../ir/dtype.ts';
import { neg } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { undoesItself } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const ${operator} = defineOperator({
  name: '${operator}',
  doc: 'One sentence that says what ${operator} does.',
  // Operands in ONNX's order: tensor('T'), tensor('T', 4), optional('T', 1), variadic('T').
  inputs: { x: tensor('T') },
  // size, sizes, integers, axis, axes, flag, real, choice, dtype of spec/attributes.ts, named as ONNX names them.
  attributes: {},
  dtypes: { T: FLOATS },
  returns: 'T',
  // Label → sentence with {holes}; each needs an example that breaks it.
  checks: {},
  // States claims with rule.must('label', claim, facts) and never decides them.
  shape: ({ x }) => x,
  // One output element in textbook arithmetic; shares no helper with the lowering.
  reference: ({ x }, _, { calc }) => (at) => calc.neg(x.at(at)),
  // { elementwise } or { loops(k, inputs, results, attributes) } or { operators(g, inputs, attributes) }.
  lower: { elementwise: ({ x }) => neg(x) },
  gradient: (g, { grads: [grad] }) => ({ x: g.op('Neg', [grad]) }),
  names: {
    onnx: { since: 13 },
    torch: [],
    tfjs: [],
  },
  laws: [undoesItself()],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, gives: [] },
  ],
});
`;
}
