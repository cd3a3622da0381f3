// Files that hold one tensor (`input_0.pb` of ONNX's test data): bytes in, a tensor or the reason why there is none
// out, and back. Reading never throws.
import type { OnnxError, OnnxTensor } from './model.ts';
import { tensorProto } from './proto.ts';
import { fromTensor, toTensor } from './tensor.ts';
import { readMessage, WireError, writeMessage } from './wire.ts';

export type ReadTensor = { readonly ok: true; readonly tensor: OnnxTensor } | { readonly ok: false; readonly error: OnnxError };

export function readTensorFile(bytes: Uint8Array): ReadTensor {
  try {
    const proto = readMessage(bytes, tensorProto);
    if (proto.dataType === undefined) throw new WireError('not-onnx', 'This is not a tensor of ONNX: it has no element type.', 0);
    return { ok: true, tensor: toTensor(proto) };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { ok: false, error: { kind: error.kind, reason: error.message, offset: error.offset } };
  }
}

export function writeTensorFile(tensor: OnnxTensor): Uint8Array {
  return writeMessage(tensorProto, fromTensor(tensor));
}
