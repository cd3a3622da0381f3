// The adapter protocol: how a campaign talks to an engine in a process of its own. Bytes in both directions, all
// numbers unsigned 32-bit little-endian:
//
//   request   COUNT, then COUNT times LENGTH and that many bytes: an ONNX model, then a TensorProto for each input
//   answer    KIND, COUNT, then COUNT times LENGTH and bytes: a TensorProto for each result, or one UTF-8 text
//
// An adapter first answers `ready` with its name and version, then once for each request, in order, until its input
// ends. `oracle/adapters/README.md` explains it to whoever writes one.
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { readTensorFile, writeTensorFile } from '../../runtime/onnx/tensor-file.ts';
import { onnxTensor, runtimeTensor } from '../../runtime/onnx/values.ts';
import type { Outcome } from '../executors/executor.ts';

/** The numbers of the kinds of answers are their places. */
const KINDS = ['results', 'failure', 'unsupported', 'ready'] as const;

export type Answer = Outcome | { readonly kind: 'ready'; readonly message: string };

export interface Request {
  readonly model: Uint8Array;
  readonly inputs: readonly Tensor[];
}

const WORD = 4;

export function requestBytes({ model, inputs }: Request): Uint8Array {
  return packed([], [model, ...inputs.map((t) => writeTensorFile(onnxTensor('', t)))]);
}

export function answerBytes(answer: Answer): Uint8Array {
  const parts = answer.kind === 'results' ? answer.results.map((t) => writeTensorFile(onnxTensor('', t))) : [new TextEncoder().encode(answer.message)];
  return packed([KINDS.indexOf(answer.kind)], parts);
}

function packed(head: readonly number[], parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(WORD * (head.length + 1 + parts.length) + parts.reduce((sum, part) => sum + part.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  const word = (n: number): void => { view.setUint32(at, n, true); at += WORD; };
  for (const n of [...head, parts.length]) word(n);
  for (const part of parts) {
    word(part.length);
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Collects bytes as they come and gives whole messages: `head` words, then the parts. */
export class Unpacker {
  #bytes = new Uint8Array(0);
  readonly #head: number;

  constructor(head: 0 | 1) {
    this.#head = head;
  }

  *push(chunk: Uint8Array): Generator<{ readonly head: number; readonly parts: readonly Uint8Array[] }> {
    this.#bytes = this.#bytes.length === 0 ? chunk.slice() : joined(this.#bytes, chunk);
    for (let message = this.#next(); message; message = this.#next()) yield message;
  }

  #next(): { readonly head: number; readonly parts: readonly Uint8Array[] } | undefined {
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    let at = WORD * (this.#head + 1);
    if (view.byteLength < at) return undefined;
    const parts: Uint8Array[] = [];
    for (let left = view.getUint32(at - WORD, true); left > 0; left--) {
      if (view.byteLength < at + WORD) return undefined;
      const end = at + WORD + view.getUint32(at, true);
      if (view.byteLength < end) return undefined;
      parts.push(this.#bytes.subarray(at + WORD, end));
      at = end;
    }
    const head = this.#head === 0 ? 0 : view.getUint32(0, true);
    this.#bytes = this.#bytes.subarray(at);
    return { head, parts };
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** What an adapter says; a damaged answer is a failure of its engine. */
export function answerFrom({ head, parts }: { readonly head: number; readonly parts: readonly Uint8Array[] }): Answer {
  const kind = KINDS[head];
  if (kind === undefined) return { kind: 'failure', message: `the adapter answers kind ${head}, which does not exist` };
  if (kind !== 'results') return { kind, message: new TextDecoder().decode(parts[0] ?? new Uint8Array(0)) };
  const results = parts.map(tensorFrom);
  const bad = results.find((t) => typeof t === 'string');
  return bad === undefined ? { kind, results: results as readonly Tensor[] } : { kind: 'failure', message: bad as string };
}

export function requestFrom(parts: readonly Uint8Array[]): Request | string {
  const [model, ...inputs] = parts;
  if (!model) return 'a request without a model';
  const tensors = inputs.map(tensorFrom);
  return tensors.find((t) => typeof t === 'string') as string | undefined ?? { model, inputs: tensors as readonly Tensor[] };
}

function tensorFrom(bytes: Uint8Array): Tensor | string {
  const read = readTensorFile(bytes);
  if (!read.ok) return read.error.reason;
  return runtimeTensor(read.tensor) ?? `a tensor of ${read.tensor.dtype.name}`;
}
