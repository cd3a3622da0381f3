// A model named on the command line: read from its file, its open sizes filled in, with inputs from files or drawn.
import { readFileSync } from 'node:fs';
import { patterned } from '../fuzzer/values.ts';
import { decodeModel } from '../runtime/onnx/decode.ts';
import { importModel } from '../runtime/onnx/import.ts';
import { readTensorFile } from '../runtime/onnx/tensor-file.ts';
import { runtimeTensor } from '../runtime/onnx/values.ts';
import type { Graph } from '../runtime/ir/graph.ts';
import { valueOf } from '../runtime/ir/graph.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import { printType } from '../runtime/ir/text-print.ts';
import { UsageError, fileProblem } from './failure.ts';

export interface ModelOptions {
  /** A tensor file for each input, in order. */
  readonly input: readonly string[];
  /** NAME=NUMBER. */
  readonly size: readonly string[];
}

/** What open sizes are where nobody says. */
export const OPEN_SIZE = 1;

export function collected(value: string, sofar: readonly string[]): readonly string[] {
  return [...sofar, value];
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw fileProblem(path, error);
  }
}

export function imported(path: string, { size, input }: ModelOptions) {
  const decoded = decodeModel(bytesOf(path));
  if (!decoded.ok) throw new UsageError(`${path}: ${decoded.error.reason}`);
  const { inputs, initializers } = decoded.model.graph;
  const open = inputs.filter(({ name }) => !initializers.some((constant) => constant.name === name));
  if (input.length > open.length) throw new UsageError(`${path}: it has ${open.length} inputs, but ${input.length} files are given`);
  const values = Object.fromEntries(input.map((file, i) => [open[i]!.name, tensorFrom(file)] as const));
  const symbols = open.flatMap(({ type }) => (type?.kind === 'tensor' ? (type.dims ?? []) : [])).filter((dim) => typeof dim === 'string');
  const chosen = numbersFor(size);
  const unknown = Object.keys(chosen).find((name) => !symbols.includes(name));
  if (unknown !== undefined) throw new UsageError(`${path}: there is no open size '${unknown}'; ${symbols.length > 0 ? `open are ${[...new Set(symbols)].map((name) => `'${name}'`).join(', ')}` : 'all sizes of its inputs are numbers'}`);
  const shapes = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.shape]));
  const model = importModel(decoded.model, { symbols: { ...Object.fromEntries(symbols.map((name) => [name, OPEN_SIZE])), ...chosen }, shapes, values });
  if (!model.ok) {
    // A model may have been written for other sizes than nobody gave.
    const taken = [...new Set(symbols)].filter((name) => chosen[name] === undefined);
    throw new UsageError(`${path}: ${model.reason}${model.kind === 'wrong' && taken.length > 0 ? ` (with ${taken.map((name) => `${name}=${OPEN_SIZE}`).join(', ')}: --size NAME=NUMBER gives others)` : ''}`);
  }
  return { ...model, values };
}

function numbersFor(sizes: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(sizes.map((pair) => {
    const [name = '', value = ''] = pair.split('=');
    if (!/^\d+$/.test(value)) throw new UsageError(`--size takes NAME=NUMBER, not ${pair}`);
    return [name, Number(value)];
  }));
}

function tensorFrom(file: string): Tensor {
  const read = readTensorFile(bytesOf(file));
  if (!read.ok) throw new UsageError(`${file}: ${read.error.reason}`);
  return runtimeTensor(read.tensor) ?? refuse(`${file}: tensors of ${read.tensor.dtype.name} cannot be run`);
}

function refuse(message: string): never {
  throw new UsageError(message);
}

export function inputsFor(graph: Graph, names: readonly string[], values: Readonly<Record<string, Tensor>>, first: number): readonly Tensor[] {
  return graph.inputs.map((id, i) => {
    const { dtype, shape } = valueOf(graph, id);
    const value = values[names[i]!] ?? patterned(dtype, shape, { domain: 'any', limit: 1 }, 1, 0, first + i);
    if (value.dtype !== dtype || value.shape.join() !== shape.join()) refuse(`input ${names[i]} is ${printType({ dtype, shape })}, but ${printType(value)} is given`);
    return value;
  });
}
