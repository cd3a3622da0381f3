// Facts about programs in TypeScript and JavaScript. What an expression gives, or that it is refused, was recorded by
// running it on @tensorflow/tfjs 4.22.0 (cpu); the rule that refuses it is ours.

import { describe, expect, test } from 'vitest';
import { checkFiles } from './check.ts';

const PRELUDE = "import * as tf from '@tensorflow/tfjs';\n";

async function said(source: string, file = 'program.ts'): Promise<{ readonly rules: readonly string[]; readonly unknown: readonly string[]; readonly lost: number }> {
  const { findings, unknowns, stats } = await checkFiles([{ path: file, text: PRELUDE + source }]);
  return { rules: findings.map((finding) => `${finding.rule}@${finding.line - 1}`), unknown: unknowns.map(({ reason }) => reason), lost: stats.tensors.unknown };
}

/** The result has this shape and no other; everything on the way is understood. */
function gives(expression: string, shape: readonly number[]): void {
  const program = (expected: readonly number[]): string => `const y = ${expression};\ntf.stack([y, tf.zeros([${expected.join(', ')}])]);`;
  test(`${expression} gives [${shape.join(', ')}]`, async () => {
    expect(await said(program(shape))).toEqual({ rules: [], unknown: [], lost: 0 });
    expect((await said(program([...shape, 2]))).rules).toEqual(['Stack/shapes@2']);
    if (shape.length > 0) expect((await said(program([...shape.slice(0, -1), (shape.at(-1) ?? 0) + 1]))).rules).toEqual(['Stack/shapes@2']);
  });
}

function refuses(expression: string, rule: string): void {
  test(`${expression} breaks ${rule}`, async () => {
    expect((await said(`${expression};`)).rules).toEqual([`${rule}@1`]);
  });
}

/** Results of int32 tensors that are int32 again, also where that cuts off fractions. */
const KEEPING = ['relu', 'relu6', 'neg', 'abs', 'square', 'sign', 'round', 'step', 'reciprocal', 'log1p', 'expm1', 'asin', 'acos', 'atan', 'sinh', 'selu', 'softplus', 'logSigmoid'];

describe('operators', () => {
  gives('tf.where(tf.ones([3]).cast("bool"), tf.ones([2, 3]), tf.zeros([2, 3]))', [2, 3]);
  gives('tf.slice(tf.zeros([5, 4]), [1], [2])', [2, 4]);
  gives('tf.slice(tf.zeros([5, 4]), 1, 2)', [2, 4]);
  gives('tf.gather(tf.zeros([5, 4]), [0, 1])', [2, 4]);
  gives('tf.matMul(tf.zeros([2, 3], "int32"), tf.zeros([3, 2]))', [2, 2]);
  gives('tf.matMul(tf.zeros([2, 3, 4]), tf.zeros([4, 5]))', [2, 3, 5]);
  gives('tf.matMul(tf.zeros([4, 2]), tf.zeros([5, 4]), true, true)', [2, 5]);
  gives('tf.dot(tf.zeros([3]), tf.zeros([3, 2]))', [2]);
  gives('tf.avgPool(tf.zeros([2, 5, 5, 3]), [2, 2], [2, 2], "same")', [2, 3, 3, 3]);
  gives('tf.avgPool(tf.zeros([5, 5, 3]), 3, 1, "same")', [5, 5, 3]);
  gives('tf.depthwiseConv2d(tf.zeros([1, 5, 5, 3]), tf.zeros([3, 3, 3, 2]), 1, "same")', [1, 5, 5, 6]);
  gives('tf.conv1d(tf.zeros([1, 9, 3]), tf.zeros([3, 3, 4]), 2, "valid")', [1, 4, 4]);
  gives('tf.oneHot([0, 1], 4)', [2, 4]);
  gives('tf.range(0, 10, 3)', [4]);
  gives('tf.range(10, 0)', [10]);
  gives('tf.zeros([2, 3]).expandDims(-1)', [2, 3, 1]);
  gives('tf.zeros([2, 3]).as2D(3, 2)', [3, 2]);
  gives('tf.image.resizeBilinear(tf.zeros([4, 5, 3]), [8, 9])', [8, 9, 3]);
  gives('tf.argMax(tf.zeros([4, 5]), -1)', [4]);
  gives('tf.batchNorm(tf.zeros([2, 3, 3, 4]), tf.zeros([4]), tf.zeros([4]))', [2, 3, 3, 4]);
  gives('tf.zeros([2, 3]).sub([1, 2, 3])', [2, 3]);
  gives('tf.ones([2, 3]).equal(1).sum()', []);
  gives('tf.unstack(tf.zeros([3, 4]))[0]', [4]);
  gives('tf.norm(tf.zeros([2, 3]), 2, 1)', [2]);
  gives('tf.tensor2d([], [0, 4])', [0, 4]);

  refuses('tf.sum(tf.zeros([2, 3]), 2)', 'ReduceSum/axis');
  refuses('tf.slice(tf.zeros([5]), [-1], [1])', 'Slice/range');
  refuses('tf.split(tf.zeros([5, 4]), 2, 0)', 'Split/equal');
  refuses('tf.split(tf.zeros([5, 4]), [2, 2], 0)', 'Split/total');
  refuses('tf.stack([tf.zeros([2]), tf.zeros([3])])', 'Stack/shapes');
  refuses('tf.gather(tf.zeros([5, 4]), tf.tensor1d([0, 1]))', 'Gather/dtype');
  refuses('tf.matMul(tf.zeros([2, 3, 4]), tf.zeros([3, 4, 5]))', 'MatMul/broadcast');
  refuses('tf.concat([tf.zeros([2]), tf.zeros([2, 2])])', 'Concat/ranks');
  refuses('tf.maxPool(tf.zeros([1, 3, 3, 1]), 5, 1, "valid")', 'MaxPool/window');
  refuses('tf.depthwiseConv2d(tf.zeros([1, 5, 5, 3]), tf.zeros([3, 3, 2, 2]), 1, "same")', 'Conv/channels');
  refuses('tf.losses.meanSquaredError(tf.zeros([3, 1]), tf.zeros([3]))', 'Loss/shapes');
  refuses('tf.tile(tf.zeros([2, 3]), [2])', 'Tile/axes');
  refuses('tf.topk(tf.zeros([2, 3]), 5)', 'TopK/count');
  refuses('tf.zeros([2, 3]).squeeze([0])', 'Squeeze/one');
  refuses('tf.softmax(tf.zeros([4, 5]), 0)', 'Softmax/last');
  refuses('tf.reverse(tf.zeros([5, 5, 3]), 3)', 'Axis/range');
  refuses('tf.tensor([1, 2, 3], [2, 2])', 'Tensor/values');
  refuses('tf.tensor2d([1, 2, 3])', 'Tensor/rank');
  refuses('tf.tensor2d([[1, 2], [3]])', 'Tensor/ragged');
});

describe('element types', () => {
  const PRELUDE_TENSORS = 'const i = tf.zeros([2], "int32");\nconst f = tf.zeros([2]);\nconst b = tf.zeros([2], "bool");\n';
  /** Only int32 picks entries. */
  const picks = (expression: string): string => `${PRELUDE_TENSORS}tf.gather(tf.zeros([5]), ${expression});`;

  test.each(KEEPING)('tf.%s keeps int32', async (name) => {
    expect((await said(picks(`tf.${name}(i)`)))).toEqual({ rules: [], unknown: [], lost: 0 });
  });
  test.each(['tf.div(i, i)', 'tf.divNoNan(i, b)', 'tf.floorDiv(f, f)', 'tf.maximum(b, b)', 'tf.prod(b, 0, true)', 'tf.cumsum(b)'])('%s gives int32', async (expression) => {
    expect((await said(picks(expression)))).toEqual({ rules: [], unknown: [], lost: 0 });
  });
  test.each(['tf.exp(i)', 'tf.leakyRelu(i)', 'tf.div(i, 2)', 'tf.prelu(i, i)', 'tf.relu(f)', 'tf.where(b, i, f)'])('%s gives float32', async (expression) => {
    expect((await said(picks(expression))).rules).toEqual(['Gather/dtype@4']);
  });
  test.each(['relu', 'neg', 'abs'])('tf.%s of truth values runs', async (name) => {
    expect(await said(`${PRELUDE_TENSORS}tf.${name}(b);`)).toEqual({ rules: [], unknown: [], lost: 0 });
  });
  test.each(['tf.relu(i), i', 'f, i', 'b, i'])('tf.concat([%s]) runs', async (parts) => {
    expect((await said(`${PRELUDE_TENSORS}tf.concat([${parts}]);`))).toEqual({ rules: [], unknown: [], lost: 0 });
  });
});

describe('layers and models', () => {
  gives('tf.layers.dense({ units: 5 }).apply(tf.zeros([2, 3, 4]))', [2, 3, 5]);
  gives('tf.layers.maxPooling2d({ poolSize: 2 }).apply(tf.zeros([2, 5, 5, 3]))', [2, 2, 2, 3]);
  gives('tf.layers.globalMaxPooling2d({}).apply(tf.zeros([2, 5, 5, 3]))', [2, 3]);
  gives('tf.layers.upSampling2d({ size: [2, 3] }).apply(tf.zeros([2, 5, 5, 3]))', [2, 10, 15, 3]);
  gives('tf.layers.zeroPadding2d({ padding: 2 }).apply(tf.zeros([2, 5, 5, 3]))', [2, 9, 9, 3]);
  gives('tf.layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2 }).apply(tf.zeros([2, 5, 5, 3]))', [2, 11, 11, 4]);
  gives('tf.layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: "same" }).apply(tf.zeros([2, 5, 5, 3]))', [2, 10, 10, 4]);
  gives('tf.layers.lstm({ units: 7, returnSequences: true }).apply(tf.zeros([2, 5, 3]))', [2, 5, 7]);
  gives('tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 7 }), mergeMode: "concat" }).apply(tf.zeros([2, 5, 3]))', [2, 14]);
  gives('tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 7 }) }).apply(tf.zeros([2, 5, 3]))', [2, 5, 7]);
  gives('tf.layers.embedding({ inputDim: 7, outputDim: 3 }).apply(tf.zeros([2, 5]))', [2, 5, 3]);
  gives('tf.layers.reshape({ targetShape: [-1, 5] }).apply(tf.zeros([2, 5, 3]))', [2, 3, 5]);
  gives('tf.layers.permute({ dims: [2, 1] }).apply(tf.zeros([2, 5, 3]))', [2, 3, 5]);
  gives('tf.layers.concatenate({}).apply([tf.zeros([2, 5]), tf.zeros([2, 3])])', [2, 8]);
  refuses('tf.layers.concatenate({}).apply([tf.zeros([2, 5]), tf.zeros([3, 3])])', 'Concat/extents');
  refuses('tf.layers.dense({ units: 5 }).apply(tf.zeros([4]))', 'Layer/rank');
  refuses('tf.sequential().add(tf.layers.dense({ units: 3 }))', 'Model/first');

  const model = 'const m = tf.sequential({ layers: [tf.layers.dense({ inputShape: [1], units: 1 })] }); m.compile({ loss: "meanSquaredError", optimizer: "sgd" });';
  test('numbers in a row are samples', async () => {
    expect(await said(`${model}\nawait m.fit(tf.zeros([8]), tf.zeros([8]), { epochs: 1 });\ntf.stack([m.predict(tf.zeros([8])), tf.zeros([8, 1])]);`)).toEqual({ rules: [], unknown: [], lost: 0 });
  });
  test('as many targets as samples', async () => {
    expect((await said(`${model}\nm.fit(tf.zeros([8]), tf.zeros([7]), {});`)).rules).toEqual(['Model/samples@2']);
  });
  test('targets have the shape of what the model gives', async () => {
    expect((await said(`${model}\nm.fit(tf.zeros([8, 1]), tf.zeros([8, 2]), {});`)).rules).toEqual(['Model/target@2']);
  });
  test('a functional model is computed again from data', async () => {
    const source = 'const i = tf.input({ shape: [4] });\nconst h = tf.layers.dense({ units: 2 }).apply(i);\nconst m = tf.model({ inputs: i, outputs: tf.layers.concatenate().apply([i, h]) });\n';
    expect(await said(`${source}tf.stack([m.predict(tf.zeros([3, 4])), tf.zeros([3, 6])]);`)).toEqual({ rules: [], unknown: [], lost: 0 });
    expect((await said(`${source}m.predict(tf.zeros([3, 5]));`)).rules).toEqual(['Model/input@4']);
  });
  test('a layer of the program is run with its weights', async () => {
    const source = `class Scale extends tf.layers.Layer {
      constructor(units) { super({}); this.units = units; }
      build(inputShape) { this.w = this.addWeight('w', [inputShape[inputShape.length - 1], this.units], 'float32'); }
      computeOutputShape(inputShape) { return [inputShape[0], this.units]; }
      call(inputs) { return tf.matMul(inputs[0], this.w.read()); }
    }
    const m = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 3 }), new Scale(7)] });
    tf.stack([m.predict(tf.zeros([2, 4])), tf.zeros([2, 7])]);`;
    expect(await said(source, 'program.js')).toEqual({ rules: [], unknown: [], lost: 0 });
  });
});

/** Ends with a mistake of its own, which is found only where the number has this value. */
function computes(fact: string, source: string, value: number): void {
  test(fact, async () => {
    expect(await said(`${source}\ntf.stack([tf.zeros([n]), tf.zeros([${value}])]);`)).toEqual({ rules: [], unknown: [], lost: 0 });
    expect((await said(`${source}\ntf.stack([tf.zeros([n]), tf.zeros([${value + 1}])]);`)).rules).toHaveLength(1);
  });
}

describe('the language', () => {
  computes('numbers are floats that may be whole', 'const n = Math.floor(7 / 2) + 6 / 3 + 0.5 * 4 + (-7 % 4) + (9 >> 1) + 2 ** 3;', 16);
  computes('text and numbers', 'const n = Number("4") + ("a" + 1 + [2, 3]).length + `${1}${"bc"}`.length;', 12);
  computes('arrays', 'const n = [3, 1, 2].map((x, i) => x * i).filter((x) => x > 0).concat([5], 6).reduce((a, b) => a + b) + [[1, 2], [3]].flat().length + [..."abc", 4].indexOf(4);', 22);
  computes('arrays that change', 'const a = [1]; a.push(2, 3); a[5 - 2] = 4; const [first, ...rest] = a; const n = a.length + rest.length + a.pop() + a.shift() + first;', 13);
  computes('Array.from, fill, spread', 'const n = Array.from({ length: 4 }, (_, i) => i).reduce((a, b) => a + b, 0) + new Array(3).fill(2).length + Math.max(...[1, 9, 2]);', 18);
  computes('typed arrays know their length', 'const n = new Float32Array(28 * 28).length / 28 + new Int32Array([1, 2]).length;', 30);
  computes('objects', 'const o = { a: 1, ["b" + 1]: 2, get() { return this.a; } }; const { a, ...rest } = { ...o, c: 3 }; o.d = 4; const n = a + Object.keys(rest).length + o.get() + o["d"] + o.b1 + (o.x?.y ?? 5);', 16);
  computes('classes', `class A { static k = 2; #x = 3; y = this.#x + 1; constructor(private readonly z = 1) {} get sum() { return this.y + this.z; } set sum(v) { this.y = v; } twice() { return 2 * this.sum; } static make() { return new A(5); } }
    class B extends A { w = 7; constructor() { super(2); this.sum = 10; } twice() { return super.twice() + this.w; } }
    const n = new B().twice() + A.make().sum + A.k;`, 42);
  computes('closures and hoisting', 'const n = outer()() + later(); function outer() { let i = 1; return () => { i += 1; return i; }; } function later(a = 2, { b = 3 } = {}, ...c) { return a + b + c.length; }', 7);
  computes('loops', 'let n = 0; for (let i = 0; i < 5; i++) { if (i === 1) continue; if (i === 4) break; n += i; } for (const [i, x] of [4, 5].entries()) n += i * x; for (const k in { a: 1, b: 2 }) n += k.length; do { n++; } while (n < 14); let m = 3; while (m--) n++;', 17);
  computes('switch', 'let n = 0; for (const how of ["a", "b", "c"]) { switch (how) { case "a": n += 1; case "b": n += 10; break; default: n += 100; } }', 121);
  computes('Map and Set', 'const m = new Map([["a", 1]]); m.set("b", 2); let n = new Set([1, 1, 2]).size + m.get("b") + m.size; for (const [, v] of m) n += v;', 9);
  computes('waiting is left out', 'async function f() { return 3; } let n = await f(); f().then((x) => { n += x; }); const [a, b] = await Promise.all([f(), f()]); n += a + b;', 12);
  computes('logical assignment, comma, void, typeof', 'let a; a ??= 2; let b = 0; b ||= 3; let c = 1; c &&= 4; const n = (1, a) + b + c + (typeof a === "number" ? 1 : 0) + (void 0 === undefined ? 1 : 0) + (null == undefined ? 1 : 0);', 12);
  computes('a generator', 'function* f() { yield 1; yield* [2, 3]; } let n = 0; for (const x of f()) n += x;', 6);
  computes('what throws is not followed, what is caught is', 'let n = 1; try { if (n > 0) throw new Error("x"); n = 5; } catch (e) { n = 2; } finally { n += 1; }', 3);

  test('a mistake in a callback that unknown code may call is found', async () => {
    expect((await said('declare const button: any;\nbutton.onclick = async () => {\n  tf.matMul(tf.zeros([2, 3]), tf.zeros([2, 3]));\n};')).rules).toEqual(['MatMul/inner@3']);
  });
  test('what such a callback changes is not known afterwards', async () => {
    expect((await said('import { each } from "elsewhere";\nconst rows: number[][] = [];\neach((row) => rows.push(row));\ntf.tensor2d(rows);')).rules).toEqual([]);
  });
  test('state that other functions change is not known in a function that nobody calls', async () => {
    expect((await said('let size = 0;\nexport function load() { size = 4; }\nexport function run() { tf.zeros([8]).reshape([size, 2]); }')).rules).toEqual([]);
  });
  test('imports between files', async () => {
    const { findings } = await checkFiles([
      { path: 'src/a.ts', text: `${PRELUDE}import { width } from './b.js';\nimport make from './c';\ntf.matMul(make(), tf.zeros([width + 1, 2]));` },
      { path: 'src/b.ts', text: 'export const width = 3;' },
      { path: 'src/c.js', text: "const tf = require('@tensorflow/tfjs');\nmodule.exports = () => tf.zeros([2, 3]);" },
    ]);
    expect(findings.map(({ rule, file, line }) => `${rule}@${file}:${line}`)).toEqual(['MatMul/inner@src/a.ts:4']);
  });
});
