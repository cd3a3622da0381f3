// One thread of `dimwright generate`: its share of the indices in `workerData`, folders and counts out.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { Choices } from '../fuzzer/choices.ts';
import type { EmittedModel, EmitOptions } from '../fuzzer/emit/onnx.ts';
import { emitOnnx } from '../fuzzer/emit/onnx.ts';
import type { CaseOptions, FuzzCase } from '../fuzzer/generate.ts';
import { generateCase } from '../fuzzer/generate.ts';
import { BALANCE } from '../fuzzer/balance.ts';
import type { BoundedTensor } from '../runtime/interpret/bounded-tensor.ts';
import { invariant } from '../runtime/invariant.ts';
import { encodeModel } from '../runtime/onnx/encode.ts';
import { writeTensorFile } from '../runtime/onnx/tensor-file.ts';
import { onnxTensor } from '../runtime/onnx/values.ts';

export interface GenerateShare extends CaseOptions, EmitOptions {
  readonly seed: number;
  readonly out: string;
  /** Indices `first`, `first + step`, … below `end`. */
  readonly first: number;
  readonly step: number;
  readonly end: number;
}

export type FromGenerator =
  | { readonly kind: 'written'; readonly models: number }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'failed'; readonly message: string; readonly file?: string };

/** Streams of choices for how a graph is written, apart from those that make it. */
const WRITING = 0x6f6e6e78;
const MODELS_A_BREATH = 8;

const port = parentPort;
invariant(port, 'models are generated in a thread');
const share = workerData as GenerateShare;
const say = (message: FromGenerator): void => port.postMessage(message);
let stopped = false;
port.on('message', () => { stopped = true; });

try {
  await generateAll();
} catch (error) {
  const { code, path } = error as NodeJS.ErrnoException;
  const message = error instanceof Error ? (code === undefined ? (error.stack ?? error.message) : error.message) : String(error);
  say({ kind: 'failed', message, ...(code === undefined ? {} : { file: path ?? share.out }) });
}
port.close();

async function generateAll(): Promise<void> {
  const { seed, first, step, end, weights, ...rest } = share;
  const options = { ...rest, ...(weights ? { weights: { ...BALANCE, ...weights } } : {}) };
  for (let index = first, done = 0; index < end && !stopped; index += step, done++) {
    const made = generateCase(seed, index, options);
    const result = emitOnnx(Choices.random(seed ^ WRITING, index), made, options);
    if (result.ok) { writeCase(index, made, result.emitted); say({ kind: 'written', models: 1 }); }
    else say({ kind: 'refused', reason: result.reason });
    // Lets an interruption in.
    if (done % MODELS_A_BREATH === 0) await new Promise((resolve) => { setImmediate(resolve); });
  }
}

function writeCase(index: number, { choices, finite, special }: FuzzCase, { model, dataSets, ways }: EmittedModel): void {
  const name = `case_${String(index).padStart(6, '0')}`;
  const [whole, partial] = [join(share.out, name), join(share.out, `.${name}.partial`)];
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  writeFileSync(join(partial, 'model.onnx'), encodeModel(model));
  for (const [set, { inputs, expected }] of dataSets.entries()) {
    const folder = join(partial, `test_data_set_${set}`);
    mkdirSync(folder);
    inputs.forEach((input, i) => writeFileSync(join(folder, `input_${i}.pb`), writeTensorFile(onnxTensor(model.graph.inputs[i]!.name, input))));
    expected.forEach((output, i) => {
      const info = model.graph.outputs[i]!.name;
      writeFileSync(join(folder, `output_${i}.pb`), writeTensorFile(onnxTensor(info, output)));
      const bound = boundOf(output);
      if (bound) writeFileSync(join(folder, `bound_${i}.pb`), writeTensorFile(onnxTensor(info, bound)));
    });
  }
  const { seed, nodes } = share;
  writeFileSync(join(partial, 'case.json'), `${JSON.stringify({ seed, index, nodes, finite, special, ways, choices })}\n`);
  rmSync(whole, { recursive: true, force: true });
  renameSync(partial, whole);
}

function boundOf({ shape, errors }: BoundedTensor): BoundedTensor | undefined {
  return errors && { dtype: 'float64', shape, data: errors };
}
