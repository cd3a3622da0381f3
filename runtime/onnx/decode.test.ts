import protobuf from 'protobufjs/minimal.js';
import { describe, expect, test } from 'vitest';
import { decodeModel } from './decode.ts';
import { dtypeOf } from './dtype.ts';
import { encodeModel } from './encode.ts';
import type { OnnxTensor } from './model.ts';
import { addRelu } from './test-kit.ts';

type Write = (writer: protobuf.Writer) => protobuf.Writer;

const message = (write: Write): Uint8Array => write(new protobuf.Writer()).finish();

/** A model that holds one initializer, whose fields `write` writes. */
function withTensor(write: Write): Uint8Array {
  const graph = message((w) => w.uint32(5 << 3 | 2).bytes(message(write)));
  const opset = message((w) => w.uint32(2 << 3).int64(18));
  return message((w) => w.uint32(1 << 3).int64(8).uint32(7 << 3 | 2).bytes(graph).uint32(8 << 3 | 2).bytes(opset));
}

function tensorOf(write: Write): OnnxTensor {
  const decoded = decodeModel(withTensor(write));
  if (!decoded.ok) throw new Error(decoded.error.reason);
  return decoded.model.graph.initializers[0]!;
}

const head = (dtype: number, ...dims: number[]): Write => (w) => {
  for (const d of dims) w.uint32(1 << 3).int64(d);
  return w.uint32(2 << 3).int32(dtype).uint32(8 << 3 | 2).string('w');
};

const reasonOf = (bytes: Uint8Array): string => {
  const decoded = decodeModel(bytes);
  return decoded.ok ? 'none' : `${decoded.error.kind}: ${decoded.error.reason}`;
};

describe('elements are read from', () => {
  test('raw bytes at any offset of the file', () => {
    const bytes = new Uint8Array(Float64Array.of(1.5, -2).buffer);
    expect(tensorOf((w) => head(11, 2)(w).uint32(9 << 3 | 2).bytes(bytes)).data).toEqual(Float64Array.of(1.5, -2));
  });

  test('packed and unpacked floats', () => {
    const packed = tensorOf((w) => head(1, 2)(w).uint32(4 << 3 | 2).fork().float(1.5).float(-2).ldelim());
    const unpacked = tensorOf((w) => head(1, 2)(w).uint32(4 << 3 | 5).float(1.5).uint32(4 << 3 | 5).float(-2));
    expect(packed.data).toEqual(Float32Array.of(1.5, -2));
    expect(unpacked).toEqual(packed);
  });

  test('doubles', () => {
    expect(tensorOf((w) => head(11, 1)(w).uint32(10 << 3 | 2).fork().double(Math.PI).ldelim()).data).toEqual(Float64Array.of(Math.PI));
  });

  test('int64 numbers, exact at both ends', () => {
    const tensor = tensorOf((w) => head(7, 3)(w).uint32(7 << 3 | 2).fork()
      .int64('-9223372036854775808').int64('9223372036854775807').int64(-1).ldelim());
    expect(tensor.data).toEqual(BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n, -1n));
  });

  test('uint64 numbers, exact at the end', () => {
    const tensor = tensorOf((w) => head(13, 1)(w).uint32(11 << 3 | 2).fork().uint64('18446744073709551615').ldelim());
    expect(tensor.data).toEqual(BigUint64Array.of(2n ** 64n - 1n));
  });

  test('uint32 numbers in the field of uint64', () => {
    expect(tensorOf((w) => head(12, 1)(w).uint32(11 << 3).uint64(4294967295)).data).toEqual(Uint32Array.of(4294967295));
  });

  test('int32 numbers for every narrower type', () => {
    const int32 = (dtype: number, value: number): unknown => tensorOf((w) => head(dtype, 1)(w).uint32(5 << 3).int32(value)).data;
    expect(int32(3, -5)).toEqual(Int8Array.of(-5));
    expect(int32(5, -300)).toEqual(Int16Array.of(-300));
    expect(int32(6, -70_000)).toEqual(Int32Array.of(-70_000));
    expect(int32(9, 1)).toEqual(Uint8Array.of(1));
    expect(int32(10, 0x3c00)).toEqual(Uint16Array.of(0x3c00));
  });

  test('six-bit numbers, one an entry, into a stream of bits', () => {
    const tensor = tensorOf((w) => head(27, 4)(w).uint32(5 << 3 | 2).fork().int32(1).int32(2).int32(3).int32(63).ldelim());
    expect(tensor.data).toEqual(Uint8Array.of(0b10_000001, 0b0011_0000, 0b111111_00));
  });

  test('strings', () => {
    expect(tensorOf((w) => head(8, 1)(w).uint32(6 << 3 | 2).string('dög')).data).toEqual(['dög']);
  });
});

describe('a file is refused because', () => {
  test('its data do not fit its shape', () => {
    expect(reasonOf(withTensor((w) => head(1, 2, 3)(w).uint32(9 << 3 | 2).bytes(new Uint8Array(20))))).toBe(
      "malformed: Tensor 'w' has 20 bytes of data where float32 of shape [2, 3] needs 24.");
  });

  test('its data lie in another file', () => {
    const location = message((w) => w.uint32(1 << 3 | 2).string('location').uint32(2 << 3 | 2).string('w.bin'));
    expect(reasonOf(withTensor((w) => head(1, 2)(w).uint32(13 << 3 | 2).bytes(location).uint32(14 << 3).int32(1)))).toBe(
      "unsupported: Tensor 'w' keeps its data in another file ('w.bin'), and only models that hold their data are read.");
  });

  test('a message runs past the one that holds it, and names the byte', () => {
    const bytes = withTensor((w) => w.uint32(9 << 3 | 2).uint32(50));
    expect(decodeModel(bytes)).toEqual({ ok: false, error: { kind: 'malformed', offset: 8,
      reason: "Field 'rawData' runs past the end of the message that holds it." } });
  });

  test('it is larger than the limit', () => {
    expect(reasonOf(new Uint8Array(0))).toBe('not-onnx: The file is empty.');
    expect(decodeModel(new Uint8Array(11), 10)).toMatchObject({ ok: false, error: { kind: 'too-large' } });
  });

  test('it is something else', () => {
    const text = (content: string): string => reasonOf(new TextEncoder().encode(content));
    expect(text('import torch\n')).toMatch(/^not-onnx: This is not an ONNX file/);
    expect(text('version https://git-lfs.github.com/spec/v1\n')).toMatch(/^not-onnx: This is a Git LFS pointer/);
    expect(text('PK\x03\x04')).toMatch(/^not-onnx: This is a zip archive/);
    expect(text('{"a": 1}')).toMatch(/^not-onnx/);
    expect(text('# A heading of some length, so that a length fits\n')).toMatch(/^not-onnx/);
  });

  test('its messages nest without end', () => {
    let attribute = new Uint8Array(0);
    for (let depth = 0; depth < 300; depth++) {
      const graph = message((w) => w.uint32(1 << 3 | 2).bytes(message((n) => n.uint32(5 << 3 | 2).bytes(attribute))));
      attribute = Uint8Array.from(message((w) => w.uint32(6 << 3 | 2).bytes(graph)));
    }
    const node = message((w) => w.uint32(5 << 3 | 2).bytes(attribute));
    expect(reasonOf(message((w) => w.uint32(1 << 3).int64(8).uint32(7 << 3 | 2).bytes(message((g) => g.uint32(1 << 3 | 2).bytes(node))))))
      .toMatch(/^unsupported: Messages are nested more than/);
  });
});

test('a field that we do not know is skipped', () => {
  const more = message((w) => w.uint32(99 << 3 | 2).string('later').uint32(98 << 3).int64(-1).uint32(97 << 3 | 1).double(1).uint32(96 << 3 | 5).float(1));
  expect(decodeModel(Uint8Array.from([...encodeModel(addRelu), ...more]))).toEqual({ ok: true, model: addRelu });
});

test('an attribute of format 1 has the type of the field that is there', () => {
  const attribute = message((w) => w.uint32(1 << 3 | 2).string('axis').uint32(3 << 3).int64(-1));
  const node = message((w) => w.uint32(5 << 3 | 2).bytes(attribute));
  const decoded = decodeModel(message((w) => w.uint32(1 << 3).int64(1).uint32(7 << 3 | 2).bytes(message((g) => g.uint32(1 << 3 | 2).bytes(node)))));
  expect(decoded.ok && decoded.model.graph.nodes[0]!.attributes).toEqual([{ name: 'axis', kind: 'int', value: -1n }]);
  expect(decoded.ok && decoded.model.opsets).toEqual([{ domain: '', version: 1 }]);
});

test('an absent number is zero where the type says number', () => {
  const attribute = message((w) => w.uint32(1 << 3 | 2).string('axis').uint32(20 << 3).int32(2));
  const node = message((w) => w.uint32(5 << 3 | 2).bytes(attribute));
  const decoded = decodeModel(message((w) => w.uint32(1 << 3).int64(1).uint32(7 << 3 | 2).bytes(message((g) => g.uint32(1 << 3 | 2).bytes(node)))));
  expect(decoded.ok && decoded.model.graph.nodes[0]!.attributes).toEqual([{ name: 'axis', kind: 'int', value: 0n }]);
});

test('a type with a number of tomorrow is kept as unknown', () => {
  expect(dtypeOf(77)).toEqual({ id: 77, name: 'unknown' });
});
