// Rotary embedding: pairs of elements turned by angles of their position. Source: ONNX, RotaryEmbedding-23.
import type { CallWriter } from './write-calls.ts';
import { refuse } from './write-calls.ts';

const HEADS = [0, 2, 1, 3];
const LAST = 3;

export function rotaryEmbedding(w: CallWriter): void {
  const shape = w.shape(), isFlat = shape.length === 3;
  const many = isFlat ? w.attribute('num_heads', 0) : shape[1]!;
  if (many === 0) refuse('RotaryEmbedding without num_heads is not specified');
  const [batch = 0, length = 0] = isFlat ? shape : [shape[0], shape[2]];
  const size = isFlat ? shape[2]! / many : shape[3]!;
  // [batch, length, heads, size]
  const x = isFlat ? w.op('Reshape', [w.input(0)], { shape: [batch, length, many, size] }) : w.op('Transpose', [w.input(0)], { perm: HEADS });
  const turning = w.attribute('rotary_embedding_dim', 0) || size;
  const slice = (from: string, start: number, end: number, step = 1): string => w.op('Slice', [from], { starts: [start], ends: [end], axes: [LAST], steps: [step] });
  const isInterleaved = w.attribute('interleaved', 0) !== 0;
  const [first, second] = isInterleaved ? [slice(x, 0, turning, 2), slice(x, 1, turning, 2)] : [slice(x, 0, turning / 2), slice(x, turning / 2, turning)];
  const places = w.optional(3);
  const angles = (position: number): string => w.op('Unsqueeze', [places === undefined ? w.input(position) : w.op('Gather', [w.input(position), places], { axis: 0 })], { axes: [2] });
  const [cos, sin] = [angles(1), angles(2)];
  const turned = [
    w.op('Sub', [w.op('Mul', [cos, first]), w.op('Mul', [sin, second])]),
    w.op('Add', [w.op('Mul', [sin, first]), w.op('Mul', [cos, second])]),
  ];
  const pairs = isInterleaved
    ? w.op('Reshape', [w.op('Concat', turned.map((part) => w.op('Unsqueeze', [part], { axes: [4] })), { axis: 4 })], { shape: [batch, length, many, turning] })
    : w.op('Concat', turned, { axis: LAST });
  const all = w.op('Concat', [pairs, slice(x, turning, size)], { axis: LAST });
  if (isFlat) w.op('Reshape', [all], { shape });
  else w.op('Transpose', [all], { perm: HEADS });
}
