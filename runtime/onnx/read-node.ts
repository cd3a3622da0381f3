// One node of a file in, the operators that it stands for out: names of values, loose attributes, nothing decided.
// Inputs that the specification has as attributes are looked up among the values that are known (as numbers by the
// importer, as sizes by the checker). Assumes nothing about the node; what is not understood is said, not guessed.
import type { Tensor } from '../ir/tensor.ts';
import { operatorNamed } from '../operators/index.ts';
import type { OnnxOperand } from '../spec/names.ts';
import type { Operator } from '../spec/spec.ts';
import { OLDER } from './compose-older.ts';
import type { Composition } from './compositions.ts';
import { COMPOSITIONS, ONLY_FOR_MORE_RESULTS } from './compositions.ts';
import type { Equivalent } from './equivalents.ts';
import { EQUIVALENTS } from './equivalents.ts';
import type { OnnxAttribute, OnnxNode } from './model.ts';
import type { Application, Call, Reading, Surroundings } from './reading.ts';
import { LEFT_OUT, ONLY, SPELLINGS, WITHOUT_EFFECT } from './spellings.ts';
import { runtimeDTypeNumbered, runtimeTensor } from './values.ts';
import { CallWriter, NotUnderstood } from './write-calls.ts';

const unsupported = (reason: string): Reading => ({ kind: 'unsupported', reason });

export function readNode(node: OnnxNode, around: Surroundings): Reading {
  if (node.domain !== '' && node.domain !== 'ai.onnx') return unsupported(`operator ${node.domain}.${node.op} is not one of ONNX's own`);
  const older = OLDER[node.op];
  const other = (older && around.opset < older.until ? written(older.composition) : EQUIVALENTS[node.op] ?? composed(node.op))?.(node, around);
  if (other === undefined) return readOperator(node, around);
  return other.kind === 'applications' ? { kind: 'calls', calls: other.applications.map(callOf) } : other;
}

function composed(op: string): Equivalent | undefined {
  const composition = Object.hasOwn(COMPOSITIONS, op) ? COMPOSITIONS[op] : undefined;
  if (!composition || !ONLY_FOR_MORE_RESULTS.has(op)) return composition && written(composition);
  return (node, around) => (node.outputs.slice(1).some((name) => name !== '') ? written(composition)(node, around) : undefined);
}

/** A composition as an equivalent: what it does not understand is unsupported. */
function written(composition: Composition): Equivalent {
  return (node, around) => {
    const writer = new CallWriter(node, around);
    try {
      composition(writer);
    } catch (error) {
      if (error instanceof NotUnderstood) return { kind: 'unsupported', reason: error.message };
      throw error;
    }
    return { kind: 'applications', applications: writer.finish() };
  };
}

function callOf({ op, ...rest }: Application): Call {
  return { operator: operatorNamed(op)!, ...rest };
}

function readOperator(node: OnnxNode, around: Surroundings): Reading {
  const operator = operatorNamed(node.op);
  if (!operator) return unsupported(`there is no specification of operator ${node.op}`);
  const { since, operands = {} } = operator.names.onnx;
  if (around.opset < since) return unsupported(`operator ${node.op} is specified as of opset ${since}, and the file uses opset ${around.opset}`);
  const inFile = Object.entries(operands).filter(([, operand]) => operand.since <= around.opset);
  const attributes: Record<string, unknown> = { ...LEFT_OUT[node.op] };
  for (const attribute of node.attributes) {
    const problem = readAttribute(operator, attribute, attributes);
    if (problem) return unsupported(problem);
  }
  const problem = readOperands(node, inFile, around, attributes);
  if (problem) return unsupported(problem);
  const evenly = node.op === 'Split' && attributes['split'] === undefined && around.opset < 18;
  if (node.op === 'Split' && attributes['split'] === undefined) attributes['num_outputs'] ??= node.outputs.length;
  const taken = new Set(inFile.map(([, { position }]) => position));
  const rest = node.inputs.filter((_, position) => !taken.has(position)).map((name) => (name === '' ? undefined : name));
  const call: Call = { operator, operands: withoutTail(rest), attributes, results: node.outputs, ...(evenly ? { evenly } : {}) };
  return { kind: 'calls', calls: node.op === 'Pad' ? withScalarValue(call, around) : [call] };
}

/** Exporters give the value of Pad as a list of one number, and engines take it. */
function withScalarValue(pad: Call, around: Surroundings): readonly Call[] {
  const [x, value] = pad.operands;
  if (value === undefined || around.shape?.(value)?.join() !== '1') return [pad];
  const scalar = `${pad.results[0] ?? ''}\u0000value`;
  return [{ operator: operatorNamed('Reshape')!, operands: [value], attributes: { shape: [] }, results: [scalar] }, { ...pad, operands: [x, scalar] }];
}

function withoutTail(operands: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return operands.slice(0, operands.findLastIndex((name) => name !== undefined) + 1);
}

/** Adds the attribute, or says why it cannot be read. */
function readAttribute(operator: Operator, attribute: OnnxAttribute, into: Record<string, unknown>): string | undefined {
  const { name: op } = operator;
  const { name } = attribute;
  if (WITHOUT_EFFECT[op]?.includes(name)) return undefined;
  const only = ONLY[op]?.[name];
  const value = attributeValue(attribute, operator.attributes[name]?.kind === 'dtype');
  if (only !== undefined) return value === only ? undefined : `${name}=${String(value)} of ${op} is not specified`;
  if (!(name in operator.attributes) && !SPELLINGS[op]?.includes(name)) return `attribute ${name} of ${op} is not specified`;
  if (value === undefined) return `attribute ${name} of ${op} has a value that is not read (${attribute.kind})`;
  const spec = operator.attributes[name];
  if (spec?.kind === 'choice' && !spec.of.includes(String(value))) return `${name}=${String(value)} of ${op} is not specified`;
  into[name] = value;
  return undefined;
}

function attributeValue(attribute: OnnxAttribute, isDType: boolean): number | bigint | string | Tensor | readonly (number | bigint)[] | undefined {
  switch (attribute.kind) {
    case 'int': return isDType ? runtimeDTypeNumbered(Number(attribute.value)) : plain(attribute.value);
    case 'ints': return attribute.value.map(plain);
    case 'float': case 'floats': case 'string': return attribute.value;
    case 'tensor': return runtimeTensor(attribute.value);
    default: return undefined;
  }
}

/** Integers that a number cannot hold stay as they are. */
function plain(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function readOperands(node: OnnxNode, inFile: readonly (readonly [string, OnnxOperand])[], around: Surroundings, into: Record<string, unknown>): string | undefined {
  for (const [name, { position }] of inFile) {
    const input = node.inputs[position];
    if (!input) continue;
    const held = around.held(input);
    if (!held) return `${name} of ${node.op} depends on data ('${input}')`;
    into[name] = held.shape.length === 0 ? held.entries[0] : held.entries;
    if (node.op === 'Range') into['dtype'] = held.dtype;
  }
  return undefined;
}
