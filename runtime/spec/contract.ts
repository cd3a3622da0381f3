// The contract every operator passes, as a list of named checks; operators/operators.test.ts runs them. A check
// throws with a sentence that says what differs.
import { invariant } from '../invariant.ts';
import { BuildError, GraphBuilder } from '../ir/build.ts';
import type { DType } from '../ir/dtype.ts';
import { NARROW, allows, isFloat } from '../ir/dtype.ts';
import type { Graph, GraphValue } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';
import type { Tensor } from '../ir/tensor.ts';
import { elementCount, scalar, tensor, toNumbers } from '../ir/tensor.ts';
import { gradientGraph } from '../interpret/gradient.ts';
import { interpret } from '../interpret/interpret.ts';
import { firstDifference } from '../interpret/difference.ts';
import type { Example, Operator, ValueDomain } from './spec.ts';
import type { Inputs } from './inputs.ts';
import { inputAt } from './inputs.ts';

export interface ContractCheck {
  readonly name: string;
  run(): void;
}

/** One example in one choice of dtypes: a graph of the operator alone, with inputs from its domain. */
export interface ContractSubject {
  readonly label: string;
  readonly graph: Graph;
  readonly inputs: readonly Tensor[];
}

/** For engines that answer later: what `contractOf` would run them on. */
export function contractSubjects(operator: Operator): readonly ContractSubject[] {
  return casesOf(operator).map(({ example, dtypes, label }) => {
    const { graph, inputs } = build(operator, example, dtypes);
    return { label, graph, inputs };
  });
}

type Run = (graph: Graph, inputs: readonly Tensor[]) => readonly Tensor[];

/** `engines` run lowered code, each to be compared with the reference. */
export function contractOf(operator: Operator, engines: Readonly<Record<string, Run>>): readonly ContractCheck[] {
  const cases = casesOf(operator);
  const narrow = narrowCases(operator);
  return [
    ...operator.examples.map((example, i) => ({ name: example.breaks ? `${operator.name}/${example.breaks} is broken by example ${i + 1}` : `example ${i + 1} has its shape`, run: () => checkShape(operator, example) })),
    ...Object.keys(operator.checks).map((check) => ({ name: `${check} has an example that breaks it`, run: () => invariant(operator.examples.some((e) => e.breaks === check), 'no such example') })),
    { name: 'its sentence is written', run: () => invariant(/^\S.*\.$/s.test(operator.doc) && !operator.doc.startsWith('One sentence'), 'doc is one sentence that says what the operator does') },
    { name: 'at least two examples hold', run: () => invariant(operator.examples.filter((e) => e.gives).length >= 2, 'too few examples') },
    ...[...cases, ...narrow].flatMap(({ example, dtypes, label }) => Object.entries(engines).map(([engine, run]) => ({
      name: `${engine} agrees with the reference on ${label}`, run: () => checkEngine(operator, example, dtypes, run),
    }))),
    ...cases.filter(({ dtypes }) => dtypes.every(([, d]) => d !== 'float32')).filter(() => operator.gradient).map(({ example, dtypes, label }) => ({
      name: `the gradient agrees with finite differences on ${label}`, run: () => checkGradient(operator, example, dtypes),
    })),
    ...cases.filter(() => operator.moves).map(({ example, dtypes, label }) => ({ name: `only elements of the first operand are in ${label}`, run: () => checkMoves(operator, example, dtypes) })),
    ...operator.laws.flatMap((law) => cases.map(({ example, dtypes, label }) => ({ name: `law ${law.name} on ${label}`, run: () => checkLaw(operator, law, example, dtypes) }))),
    ...operator.laws.map((law) => ({ name: `law ${law.name} is exercised`, run: () => invariant(cases.some(({ example, dtypes }) => lawSides(operator, law, example, dtypes)), 'its side condition holds for no example') })),
  ];
}

function casesOf(operator: Operator): readonly { readonly example: Example<Inputs, string>; readonly dtypes: Bound; readonly label: string }[] {
  return operator.examples.filter((example) => example.gives).flatMap((example, i) =>
    dtypesOf(operator, example).map((dtypes) => ({ example, dtypes, label: `example ${i + 1}${dtypes.length ? ` in ${dtypes.map(([, d]) => d).join(', ')}` : ''}` })));
}

/** The first example that holds in each narrow type: what is stored otherwise than it is computed. */
function narrowCases(operator: Operator) {
  const [first, ...others] = Object.entries(operator.dtypes);
  const example = operator.examples.find(({ gives, dtypes }) => gives && !(first && dtypes?.[first[0]]));
  if (!first || !example) return [];
  return NARROW.filter((dtype) => allows(first[1], dtype)).map((dtype) => ({
    example, label: `example in ${dtype}`, dtypes: [[first[0], dtype], ...others.map(([name, allowed]) => [name, example.dtypes?.[name] ?? allowed[0]!] as const)] as Bound,
  }));
}

type Bound = readonly (readonly [string, DType])[];

/** The dtype choices that an example is run in: its own, or each dtype of the first variable. */
function dtypesOf(operator: Operator, example: Example<Inputs, string>): readonly Bound[] {
  const variables = Object.entries(operator.dtypes);
  if (example.dtypes) return [variables.map(([name, allowed]) => [name, example.dtypes![name] ?? allowed[0]!] as const)];
  const [first] = variables;
  if (!first) return [[]];
  return first[1].map((dtype) => variables.map(([name, allowed], i) => [name, i === 0 ? dtype : allowed[0]!] as const));
}

interface Built { readonly graph: Graph; readonly inputs: readonly Tensor[]; readonly g: GraphBuilder; readonly operands: readonly (GraphValue | undefined)[] }

function operandsOf(operator: Operator, example: Example<Inputs, string>, dtypes: Bound, g: GraphBuilder): readonly (GraphValue | undefined)[] {
  const dtypeOf = (variable: string): DType => new Map(dtypes).get(variable) ?? (variable as DType);
  const operands = Object.entries(operator.inputs).flatMap(([name, input]): (GraphValue | undefined)[] => {
    const given = example.inputs[name];
    if (!given) return [undefined];
    const shapes = (input.kind === 'variadic' ? given : [given]) as readonly (readonly number[])[];
    return shapes.map((shape, i) => g.input(input.kind === 'variadic' ? `${name}${i}` : name, dtypeOf(input.dtype), shape));
  });
  while (operands.length > 0 && operands.at(-1) === undefined) operands.pop();
  return operands;
}

function build(operator: Operator, example: Example<Inputs, string>, dtypes: Bound): Built {
  const g = new GraphBuilder();
  const operands = operandsOf(operator, example, dtypes, g);
  const results = g.ops(operator.name, operands, example.attributes ?? {});
  const graph = g.finish(results);
  return { graph, g, operands, inputs: valuesFor(operator, graph, operands) };
}

function checkShape(operator: Operator, example: Example<Inputs, string>): void {
  const dtypes = dtypesOf(operator, example)[0]!;
  try {
    const { graph } = build(operator, example, dtypes);
    const shapes = graph.outputs.map((id) => valueOf(graph, id).shape);
    invariant(example.gives, `${operator.name}/${example.breaks} does not break: it gives ${JSON.stringify(shapes)}`);
    const expected = (Array.isArray(example.gives[0]) ? example.gives : [example.gives]) as readonly (readonly number[])[];
    invariant(JSON.stringify(shapes) === JSON.stringify(expected), `it gives ${JSON.stringify(shapes)}, not ${JSON.stringify(expected)}`);
  } catch (error) {
    if (!(error instanceof BuildError) || !example.breaks) throw error;
    invariant(error.rule === `${operator.name}/${example.breaks}`, `${error.rule} is broken first: ${error.message}`);
    invariant(!/\{\w+\}/.test(error.message), `the sentence has an open hole: ${error.message}`);
  }
}

function checkEngine(operator: Operator, example: Example<Inputs, string>, dtypes: Bound, run: Run): void {
  const { graph, inputs } = build(operator, example, dtypes);
  const expected = interpret(graph, inputs);
  run(graph, inputs).forEach((actual, i) => {
    const difference = firstDifference(expected[i]!, actual);
    invariant(!difference, `result ${i}: ${difference}`);
  });
}

function checkMoves(operator: Operator, example: Example<Inputs, string>, dtypes: Bound): void {
  const { graph, inputs } = build(operator, example, dtypes);
  const given = new Set(toNumbers(inputs[0]!));
  for (const result of interpret(graph, inputs)) invariant([...toNumbers(result)].every((element) => given.has(element)), 'a result has an element that the first operand does not have');
}

/** Central differences in float64 against the gradient graph, for a fixed random-looking output gradient. */
function checkGradient(operator: Operator, example: Example<Inputs, string>, dtypes: Bound): void {
  const { graph, inputs } = build(operator, example, dtypes);
  const seeds = graph.outputs.filter((id) => isFloat(valueOf(graph, id).dtype)).map((id, i) => spread(valueOf(graph, id).dtype, valueOf(graph, id).shape, 'any', 17 + i));
  if (seeds.length === 0) return;
  const grads = interpret(gradientGraph(graph), [...inputs, ...seeds]);
  const loss = (at: readonly Tensor[]): number => interpret(graph, at).reduce((sum, t, i) => toNumbers(t).reduce((part, v, k) => part + v * Number(seeds[i]?.data[k] ?? 0), sum), 0);
  const step = 1e-6;
  inputs.filter((t) => isFloat(t.dtype)).forEach((input, which) => {
    input.data.forEach((_, k) => {
      const moved = (by: number): Tensor[] => inputs.map((t) => (t === input ? { ...t, data: Float64Array.from(t.data as Float64Array, (v, i) => (i === k ? v + by : v)) } : t));
      const expected = (loss(moved(step)) - loss(moved(-step))) / (2 * step);
      const actual = Number(grads[which]!.data[k]);
      invariant(Math.abs(expected - actual) <= 1e-4 * Math.max(1, Math.abs(expected)), `input ${which}, element ${k}: finite differences give ${expected}, the gradient ${actual}`);
    });
  });
}

function lawSides(operator: Operator, law: Operator['laws'][number], example: Example<Inputs, string>, dtypes: Bound): { graph: Graph; inputs: readonly Tensor[] } | undefined {
  const g = new GraphBuilder();
  const operands = operandsOf(operator, example, dtypes, g);
  const sides = law.sides({
    g, operands,
    call: (inputs, changes = {}) => g.op(operator.name, inputs, { ...example.attributes, ...changes }),
  });
  if (!sides) return undefined;
  const graph = g.finish(sides);
  return { graph, inputs: valuesFor(operator, graph, operands) };
}

function checkLaw(operator: Operator, law: Operator['laws'][number], example: Example<Inputs, string>, dtypes: Bound): void {
  const sides = lawSides(operator, law, example, dtypes);
  if (!sides) return;
  const [left, right] = interpret(sides.graph, sides.inputs);
  const difference = firstDifference(left!, right!);
  invariant(!difference, `the sides differ: ${difference}`);
}

/** Inputs inside the domains that the specification states. */
function valuesFor(operator: Operator, graph: Graph, operands: readonly (GraphValue | undefined)[]): readonly Tensor[] {
  const node = graph.nodes.find((n) => n.op === operator.name);
  const limit = operator.indexed && node ? operator.indexed(operands.map((v) => v?.shape), node.attributes) : 1;
  return operands.flatMap((value, position) => {
    if (!value) return [];
    const domain = operator.domain?.[inputAt(operator.inputs, position)!.name] ?? 'any';
    return [spread(value.dtype, value.shape, domain, position + 1, limit)];
  });
}

/**
 * Distinct, unordered values away from edges: multiples of 1/8 in [−2, 2], so that sums and products stay exact
 * enough to tell a wrong formula from rounding. Integers are small; bools alternate irregularly.
 */
export function spread(dtype: DType, shape: readonly number[], domain: ValueDomain, seed: number, limit = 1): Tensor {
  const count = elementCount(shape);
  const values = Array.from({ length: count }, (_, i) => {
    const step = ((i + 1) * 7919 * seed + seed * 104729) % 33;
    if (dtype === 'bool') return step % 2;
    if (domain === 'index') return limit === 0 ? 0 : (step % (2 * limit)) - limit;
    const value = isFloat(dtype) ? (step - 16) / 8 + 0.0625 + (i % 97) / 1024 : (step % 11) - 5;
    switch (domain) {
      case 'positive': return Math.abs(value) + (isFloat(dtype) ? 0.125 : 1);
      case 'nonnegative': return Math.abs(value);
      case 'nonzero': return value === 0 ? 3 : value;
      case 'unit': return value / 4;
      default: return value;
    }
  });
  return shape.length === 0 ? scalar(dtype, values[0] ?? 0) : tensor(dtype, shape, values);
}
