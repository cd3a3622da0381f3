// The bytes of a model in, findings out: every node's operator is run on shapes whose sizes are symbols, claims that
// no sizes satisfy are mistakes, the others become the contract of the inputs. Never throws on any bytes. A model has
// no lines, so a finding stands at 1:1 and names its node.
import type { Facts } from '../../../runtime/dims/forms.ts';
import { decide, noFacts } from '../../../runtime/dims/forms.ts';
import { decodeModel } from '../../../runtime/onnx/decode.ts';
import { isDType } from '../../../runtime/ir/dtype.ts';
import type { DType } from '../../../runtime/ir/dtype.ts';
import { nodeLabel, opsetOf } from '../../../runtime/onnx/import.ts';
import type { OnnxModel, OnnxNode, OnnxType } from '../../../runtime/onnx/model.ts';
import { readNode } from '../../../runtime/onnx/read-node.ts';
import type { Call, Held, Surroundings } from '../../../runtime/onnx/reading.ts';
import { toNumbers } from '../../../runtime/ir/tensor.ts';
import type { CheckStats, FindingData, UnknownPlace } from '../../verdict.ts';
import type { Solver } from '../../3-solve/solve.ts';
import { makeSolver } from '../../3-solve/solve.ts';
import { applyCall } from './apply-call.ts';
import { brokenFinding, modelFinding, shapeText } from './findings.ts';
import type { ModelValue } from './model-value.ts';
import { constantValue, declaredValue } from './model-value.ts';
import { typeOnly } from './type-only.ts';

export interface CheckedModel {
  readonly findings: readonly FindingData[];
  readonly files: number;
  readonly unknown: number;
  readonly unknowns: readonly UnknownPlace[];
  readonly stats: CheckStats;
}

export function checkOnnx(path: string, bytes: Uint8Array): CheckedModel | { readonly unreadable: string } {
  const decoded = decodeModel(bytes);
  return decoded.ok ? new ModelChecker(path, decoded.model).run() : { unreadable: decoded.error.reason };
}

class ModelChecker implements Surroundings {
  readonly opset: number;
  readonly #path: string;
  readonly #model: OnnxModel;
  readonly #values = new Map<string, ModelValue>();
  readonly #declared: ReadonlyMap<string, OnnxType | undefined>;
  readonly #findings: FindingData[] = [];
  readonly #unknowns: UnknownPlace[] = [];
  readonly #solver: Solver = makeSolver();
  #facts: Facts = noFacts;
  readonly #counts = { proved: 0, wrong: 0, unknown: 0, claimsProved: 0, claimsOpen: 0 };

  constructor(path: string, model: OnnxModel) {
    this.#path = path;
    this.#model = model;
    this.opset = opsetOf(model);
    const { valueInfo, outputs } = model.graph;
    this.#declared = new Map([...valueInfo, ...outputs].map(({ name, type }) => [name, type]));
  }

  run(): CheckedModel {
    const { initializers, sparseInitializers, inputs, nodes, outputs } = this.#model.graph;
    for (const { name, type } of inputs) this.#values.set(name, declaredValue(type, name, 'an input') ?? unknownValue('an input'));
    for (const tensor of initializers) this.#values.set(tensor.name, constantValue(tensor, 'a constant of the file'));
    for (const { values } of sparseInitializers) this.#values.set(values.name, unknownValue('a sparse constant of the file'));
    nodes.forEach((node, position) => this.#node(node, nodeLabel(node, position)));
    for (const { name } of outputs) if (!this.#values.has(name)) this.#report(modelFinding(this.#path, 'onnx/undefined-value', { value: name }, 'among the outputs'));
    const { proved, wrong, unknown, claimsProved, claimsOpen } = this.#counts;
    return {
      findings: this.#findings, files: 1, unknown: this.#unknowns.length, unknowns: this.#unknowns,
      stats: { tensors: { proved, wrong, unknown }, unknownTensors: [], claimsProved, claimsOpen, steps: nodes.length },
    };
  }

  held(name: string): Held | undefined {
    const value = this.#values.get(name);
    if (!value || !isDType(value.dtype)) return undefined;
    const shape = value.shape?.map(({ known }) => known);
    if (value.tensor) return { dtype: value.dtype, shape: value.tensor.shape, entries: toNumbers(value.tensor) };
    if (!value.sizes || !shape) return undefined;
    return { dtype: value.dtype, shape: shape.map((n) => n ?? value.sizes!.length), entries: value.sizes.map((dim) => dim.known ?? dim) };
  }

  dtype(name: string): DType | undefined {
    const dtype = this.#values.get(name)?.dtype;
    return isDType(dtype) ? dtype : undefined;
  }

  shape(name: string): readonly number[] | undefined {
    const extents = this.#values.get(name)?.shape?.map(({ known }) => known);
    return extents?.every((extent) => extent !== undefined) ? (extents as readonly number[]) : undefined;
  }

  #node(node: OnnxNode, label: string): void {
    const where = `node ${label}${node.name === '' ? '' : ` (${node.op})`}`;
    const origin = `the result of ${label}${node.name === '' ? '' : ` (${node.op})`}`;
    const missing = node.inputs.find((name) => name !== '' && !this.#values.has(name));
    if (missing !== undefined) this.#report(modelFinding(this.#path, 'onnx/undefined-value', { value: missing }, `at ${where}`));
    const again = node.outputs.find((name) => name !== '' && this.#values.has(name));
    if (again !== undefined) this.#report(modelFinding(this.#path, 'onnx/redefined-value', { value: again }, `at ${where}`));
    if (missing === undefined && again === undefined) this.#apply(node, where, origin);
    for (const name of node.outputs) if (name !== '' && !this.#values.has(name)) this.#unknown(name, origin);
    for (const name of node.outputs) this.#compareDeclared(name, where);
  }

  #apply(node: OnnxNode, where: string, origin: string): void {
    const typed = typeOnly(node, this.#values.get(node.inputs[0] ?? ''), origin);
    if (typed) {
      this.#define(node.outputs[0] ?? '', typed);
      return;
    }
    const reading = readNode(node, this);
    if (reading.kind === 'unsupported') this.#unknowns.push({ reason: `${reading.reason} at ${where}`, file: this.#path, line: 1, column: 1 });
    else if (reading.kind === 'same') this.#define(reading.result, this.#values.get(reading.of) ?? unknownValue(origin));
    // A call whose operands a call before it could not make says nothing.
    else for (const call of reading.calls) this.#call(call, where, origin);
  }

  #call(call: Call, where: string, origin: string): void {
    const operands = call.operands.map((name) => (name === undefined ? undefined : this.#values.get(name) ?? unknownValue(origin)));
    const applied = applyCall(call, operands, this.#facts, this.#solver);
    this.#facts = applied.facts;
    this.#counts.claimsProved += applied.proved;
    this.#counts.claimsOpen += applied.open;
    if (applied.unknown) this.#unknowns.push({ reason: `${applied.unknown} at ${where}`, file: this.#path, line: 1, column: 1 });
    const { results } = applied;
    const short = call.operator.name === 'Split' && results.length > 0 && results.length !== call.results.length;
    const broken = applied.broken ?? (short ? { check: 'total', holes: {} } : undefined);
    if (broken) {
      this.#counts.wrong++;
      this.#report(brokenFinding(this.#path, call.operator, broken, operands, this.#facts, where));
    } else call.results.forEach((name, i) => results[i] && this.#define(name, { ...results[i], origin }));
  }

  #define(name: string, value: ModelValue): void {
    if (name === '') return;
    if (value.shape) this.#counts.proved++;
    this.#values.set(name, value);
  }

  /** What the file declares is all that is known of it. */
  #unknown(name: string, origin: string): void {
    this.#counts.unknown++;
    this.#values.set(name, declaredValue(this.#declared.get(name), name, origin) ?? unknownValue(origin));
  }

  /** Only a declaration that no sizes satisfy is worth a word: exporters declare less than they know. */
  #compareDeclared(name: string, where: string): void {
    const type = this.#declared.get(name);
    const { shape } = this.#values.get(name) ?? {};
    if (type?.kind !== 'tensor' || !type.dims || !shape) return;
    const declared = declaredValue(type, name, '')?.shape ?? [];
    const fits = declared.length === shape.length && declared.every((dim, axis) => !this.#isFree(type.dims?.[axis]) || decide(dim.equals(shape[axis]!), this.#facts) !== 'no');
    if (fits) return;
    const holes = { value: name, declared: shapeText(declared, this.#facts), inferred: shapeText(shape, this.#facts) };
    this.#report(modelFinding(this.#path, 'onnx/declared-shape', holes, `at ${where}`, 'warning'));
  }

  /** Numbers can be compared; a symbol only where an input has it, because others are names for results. */
  #isFree(dim: number | string | undefined): boolean {
    if (dim === undefined) return false;
    return typeof dim === 'number' || this.#inputSymbols.has(dim);
  }

  get #inputSymbols(): ReadonlySet<string> {
    return (this.#symbols ??= new Set(this.#model.graph.inputs.flatMap(({ type }) => (type?.kind === 'tensor' ? (type.dims ?? []).filter((d) => typeof d === 'string') : []))));
  }
  #symbols: ReadonlySet<string> | undefined;

  #report(finding: FindingData): void {
    this.#findings.push(finding);
  }
}

function unknownValue(origin: string): ModelValue {
  return { dtype: undefined, shape: undefined, origin };
}
