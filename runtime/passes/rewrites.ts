// Named rewrites: each replaces one node by something simpler of exactly the same meaning. A rule gives the new
// value, or nothing where its side condition does not hold. Values that only differ in the sign of zero or the
// payload of NaN are different here: a later division could tell.
import type { GraphValue, Node } from '../ir/graph.ts';
import type { DType } from '../ir/dtype.ts';
import { BYTES, isInteger } from '../ir/dtype.ts';
import { sameType, valueOf } from '../ir/graph.ts';
import type { Tensor } from '../ir/tensor.ts';
import { operatorNamed } from '../operators/index.ts';
import type { Site } from './pass.ts';
import { sameAttributes } from './same.ts';

export interface Rewrite {
  readonly name: string;
  /** The operator that it is about, or the law that its operators state. */
  readonly op?: string;
  readonly law?: string;
  /** At a node that it is about. */
  apply(site: Site): GraphValue | undefined;
}

const result = ({ graph, node }: Site): GraphValue => valueOf(graph, node.outputs[0]!);
const first = ({ operands }: Site): GraphValue => operands[0]!;
const list = (node: Node, name: string): readonly number[] => node.attributes[name] as readonly number[];
const isSorted = (numbers: readonly number[]): boolean => numbers.every((n, i) => n === i);

function unchanged(site: Site): GraphValue | undefined {
  const x = first(site);
  return sameType(x, result(site)) ? x : undefined;
}

/** The single value that all elements of a constant operand have. */
function uniform(site: Site, position: number): number | bigint | undefined {
  const maker = site.producer(position);
  if (maker?.op !== 'Constant') return undefined;
  const { data } = maker.attributes['value'] as Tensor;
  const [value] = data;
  return (data as Uint8Array).every((v) => Object.is(v, value)) ? value : undefined;
}

/** Every value of the first type is one of the second. */
function widens(from: DType, to: DType): boolean {
  if (from === to || from === 'bool') return true;
  if (from === 'float32') return to === 'float64';
  return from === 'int32' && (to === 'int64' || to === 'float64') && BYTES[to] >= BYTES[from];
}

/** Narrow types would round after each product. */
const isWide = (dtype: DType): boolean => dtype === 'float32' || dtype === 'float64' || isInteger(dtype);

const on = (op: string, name: string, apply: (site: Site) => GraphValue | undefined): Rewrite => ({ name, op, apply });

/** The operand's maker, where it is this operator with these attributes: what laws about f(f(x)) speak of. */
function itself(site: Site): Node | undefined {
  const inner = site.producer(0);
  return inner?.op === site.node.op && inner.inputs.length === 1 && site.node.inputs.length === 1 && sameAttributes(inner.attributes, site.node.attributes) ? inner : undefined;
}

/** Nodes of other operators are none of its business. */
export function isAbout({ op, law }: Rewrite, operator: string): boolean {
  return (op === undefined || op === operator) && (law === undefined || operatorNamed(operator)?.laws.some(({ name }) => name === law) === true);
}

/** f(f(x)) = f(x) for operators that state the law. */
const idempotent: Rewrite = { name: 'once-is-enough', law: 'idempotent', apply: (site) => (itself(site) ? first(site) : undefined) };

/** f(f(x)) = x for operators that state the law. */
const involution: Rewrite = {
  name: 'twice-is-nothing', law: 'undoes-itself',
  apply: (site) => { const inner = itself(site); return inner && site.now(inner.inputs[0]!); },
};

/** An elementwise operator of one operand, between this node and a maker of the same operator as this node: that maker. */
function aroundElementwise(site: Site): { readonly middle: Node; readonly inner: Node } | undefined {
  const middle = site.producer(0);
  if (middle?.inputs.length !== 1 || middle.body || operatorNamed(middle.op)?.lower.elementwise === undefined) return undefined;
  const inner = site.makerOf(middle.inputs[0]!);
  return inner?.op === site.node.op ? { middle, inner } : undefined;
}

const elementwise = (site: Site, { middle, inner }: { readonly middle: Node; readonly inner: Node }): GraphValue => site.g.op(middle.op, [site.now(inner.inputs[0]!)], middle.attributes);

const toReshape = (op: string): Rewrite => on(op, `${op.toLowerCase()}-is-reshape`, (site) => site.g.op('Reshape', [first(site)], { shape: result(site).shape }));

const identity = (op: string): Rewrite => on(op, `${op.toLowerCase()}-that-keeps-all`, unchanged);

/** What an operand is the transpose of. */
function transposedOf(site: Site, position: number): GraphValue | undefined {
  const maker = site.producer(position);
  return maker?.op === 'Transpose' && list(maker, 'perm').join() === '1,0' ? site.now(maker.inputs[0]!) : undefined;
}

export const REWRITES: readonly Rewrite[] = [
  involution,
  idempotent,
  toReshape('Flatten'), toReshape('Squeeze'), toReshape('Unsqueeze'),
  identity('Expand'), identity('Cast'), identity('Reshape'),
  on('Concat', 'concat-of-one', (site) => (site.operands.length === 1 ? unchanged(site) : undefined)),
  on('Slice', 'slice-of-all', (site) => (list(site.node, 'steps').every((step) => step === 1) ? unchanged(site) : undefined)),
  on('Pad', 'pad-of-nothing', (site) => (list(site.node, 'pads').every((n) => n === 0) ? unchanged(site) : undefined)),
  on('Reshape', 'reshape-of-reshape', (site) => (site.producer(0)?.op === 'Reshape' ? site.g.op('Reshape', [site.now(site.producer(0)!.inputs[0]!)], { shape: result(site).shape }) : undefined)),
  on('Transpose', 'transpose-of-nothing', (site) => (isSorted(list(site.node, 'perm')) ? first(site) : undefined)),
  on('Transpose', 'transpose-of-transpose', (site) => {
    const inner = site.producer(0);
    if (inner?.op !== 'Transpose') return undefined;
    const perm = list(site.node, 'perm').map((axis) => list(inner, 'perm')[axis]!);
    return isSorted(perm) ? site.now(inner.inputs[0]!) : site.g.op('Transpose', [site.now(inner.inputs[0]!)], { perm });
  }),
  on('Transpose', 'transposes-around-elementwise', (site) => {
    const around = aroundElementwise(site);
    return around && isSorted(list(site.node, 'perm').map((axis) => list(around.inner, 'perm')[axis]!)) ? elementwise(site, around) : undefined;
  }),
  on('Reshape', 'reshapes-around-elementwise', (site) => {
    const around = aroundElementwise(site);
    return around && site.now(around.inner.inputs[0]!).shape.join() === result(site).shape.join() ? elementwise(site, around) : undefined;
  }),
  // A product of matrices takes a transposed one as it lies.
  on('MatMul', 'product-of-transposed', (site) => {
    const [a, b] = site.operands;
    if (a?.shape.length !== 2 || b?.shape.length !== 2) return undefined;
    const [left, right] = [transposedOf(site, 0), transposedOf(site, 1)];
    return left || right ? site.g.op('Gemm', [left ?? a, right ?? b], { transA: left !== undefined, transB: right !== undefined }) : undefined;
  }),
  on('Cast', 'cast-there-and-back', (site) => {
    const inner = site.producer(0);
    const source = inner?.op === 'Cast' ? site.now(inner.inputs[0]!) : undefined;
    return source && source.dtype === result(site).dtype && widens(source.dtype, first(site).dtype) ? source : undefined;
  }),
  on('Mul', 'times-one', (site) => (Number(uniform(site, 1) ?? 0) === 1 ? unchanged(site) : undefined)),
  on('Div', 'over-one', (site) => (Number(uniform(site, 1) ?? 0) === 1 ? unchanged(site) : undefined)),
  // A power in general is a logarithm and an exponential. A square is exact either way; a cube rounds once more, as it may.
  on('Pow', 'power-is-product', (site) => {
    const x = first(site);
    const exponent = Number(uniform(site, 1) ?? 0);
    if ((exponent !== 2 && exponent !== 3) || !unchanged(site) || !isWide(x.dtype)) return undefined;
    const square = site.g.op('Mul', [x, x]);
    return exponent === 2 ? square : site.g.op('Mul', [square, x]);
  }),
  // For floats only −0 is neutral: −0 + 0 is +0.
  on('Add', 'plus-nothing', (site) => { const n = uniform(site, 1); return n !== undefined && (isInteger(first(site).dtype) ? Number(n) === 0 : Object.is(n, -0)) ? unchanged(site) : undefined; }),
  on('Sub', 'minus-nothing', (site) => { const n = uniform(site, 1); return n !== undefined && (isInteger(first(site).dtype) ? Number(n) === 0 : Object.is(n, 0)) ? unchanged(site) : undefined; }),
];
