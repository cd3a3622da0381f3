// Integer tensors that carry shapes: what `onSizes` says about them is what the reference computes, and the chains
// that exporters write keep the names of sizes.
import { describe, expect, it } from 'vitest';
import type { Dim } from '../dims/dim.ts';
import { forms, symbol } from '../dims/forms.ts';
import { numbers } from '../dims/numbers.ts';
import { interpret } from '../interpret/interpret.ts';
import { GraphBuilder } from '../ir/build.ts';
import type { DType } from '../ir/dtype.ts';
import type { Tensor } from '../ir/tensor.ts';
import { elementCount, tensor, toNumbers } from '../ir/tensor.ts';
import type { AnyAttributes } from '../spec/attributes.ts';
import { runRule } from '../spec/drive.ts';
import type { Operator } from '../spec/spec.ts';
import { OPERATORS, operatorNamed } from './index.ts';

const dims = (shape: readonly number[]): readonly Dim[] => shape.map(numbers.lit);

/** Small positive integers, below every extent of the examples that are indexed. */
const valuesOf = (shape: readonly number[], dtype: DType = 'int64'): Tensor =>
  tensor(dtype, shape, Array.from({ length: elementCount(shape) }, (_, i) => 1 + ((i * 5) % 3)));

/** An attribute that makes a list of four something else, where the operator needs one. */
const FOR_A_LIST: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  Slice: { starts: [-1], ends: [-9], steps: [-2] }, Reshape: { shape: [2, 2] }, Unsqueeze: { axes: [0] }, Flatten: { axis: 0 }, Cast: { to: 'int32' },
};

/** The operands of an example as int64 values (conditions as bools), if it takes them. */
function operandsOf(operator: Operator, example: Operator['examples'][number]): readonly Tensor[] | undefined {
  const inputs = Object.entries(operator.inputs);
  if (!example.gives || inputs.some(([, { dtype }]) => dtype !== 'bool' && !operator.dtypes[dtype]?.includes('int64'))) return undefined;
  return inputs.flatMap(([name, input]) => {
    const shapes = (input.kind === 'variadic' ? example.inputs[name] : [example.inputs[name]]) as readonly (readonly number[])[];
    return shapes.map((shape) => valuesOf(shape, input.dtype === 'bool' ? 'bool' : 'int64'));
  });
}

interface Case { readonly name: string; readonly operands: readonly Tensor[]; readonly attributes: Readonly<Record<string, unknown>> }

function casesOf(operator: Operator): readonly Case[] {
  const examples = operator.examples.flatMap((example, i): Case[] => {
    const operands = operandsOf(operator, example);
    return operands ? [{ name: `example ${i + 1}`, operands, attributes: example.attributes ?? {} }] : [];
  });
  const takesOne = Object.keys(operator.inputs).length === 1;
  return takesOne ? [...examples, { name: 'a list of four', operands: [valuesOf([4])], attributes: FOR_A_LIST[operator.name] ?? {} }] : examples;
}

/** What the operator says that its result holds. */
function heldBy(operator: Operator, { operands, attributes }: Case, isHeld = true): readonly (number | undefined)[] | undefined {
  const shapes = operands.map((t) => dims(t.shape));
  const run = runRule(operator, shapes, attributes, { domain: numbers, whether: (claim) => claim.verdict === 'yes', fresh: () => numbers.lit(0) });
  return operator.onSizes!(operands.map((t) => (isHeld ? toNumbers(t).map(numbers.lit) : undefined)), shapes, run.attributes, numbers.lit)?.map((n) => n.known);
}

function computedBy(operator: Operator, { operands, attributes }: Case): readonly number[] {
  const g = new GraphBuilder();
  const values = operands.map((t, i) => g.input(`x${i}`, t.dtype, t.shape));
  return toNumbers(interpret(g.finish(g.ops(operator.name, values, attributes)), operands)[0]!);
}

describe.each(OPERATORS.filter(({ onSizes }) => onSizes).map((operator) => ({ name: operator.name, operator })))('$name', ({ operator }) => {
  const cases = casesOf(operator).map((given) => ({ ...given, held: heldBy(operator, given) })).filter(({ held }) => held);

  it('holds sizes for some case', () => expect(cases).not.toEqual([]));

  it('says whether its results follow from shapes alone', () => {
    const fromShapes = casesOf(operator).filter(({ operands }) => operands.length > 0).some((given) => heldBy(operator, given, false));
    expect(fromShapes).toBe(operator.followsFromShapes ?? false);
  });

  it.each(cases)('holds what it computes in $name', (given) => expect(given.held).toEqual(computedBy(operator, given)));
});

/** Runs an operator over held sizes. */
function on(name: string, held: readonly (readonly Dim[])[], shapes: readonly (readonly Dim[])[], attributes: AnyAttributes<Dim>): readonly Dim[] | undefined {
  return operatorNamed(name)!.onSizes!(held, shapes, attributes, forms.lit);
}

it('Shape → Gather → Unsqueeze → Concat keeps the batch size of a reshape', () => {
  const x = [symbol('batch'), forms.lit(16), forms.lit(5), forms.lit(5)];
  const shape = on('Shape', [], [x], { start: forms.lit(0), end: forms.lit(4) })!;
  const batch = on('Gather', [shape, [forms.lit(0)]], [[forms.lit(4)], []], { axis: 0 })!;
  const list = on('Unsqueeze', [batch], [[]], { axes: [0] })!;
  const wanted = on('Concat', [list, [forms.lit(-1)]], [[forms.lit(1)], [forms.lit(1)]], { axis: 0 })!;
  expect(wanted.map(String)).toEqual(['batch', '-1']);
});
