import { describe, expect, it } from 'vitest';
import { verifyGraph } from '../ir/verify.ts';
import { parseGraph } from '../ir/text-parse.ts';
import { printGraph } from '../ir/text-print.ts';
import { canonicalize, rewriteWith } from './canonicalize.ts';
import { foldBatchNorm } from './fold-batch-norm.ts';
import { foldConstants } from './fold-constants.ts';
import { fuseElementwise } from './fuse-elementwise.ts';
import type { Pass } from './pass.ts';
import { optimize } from './pipeline.ts';
import { removeDead } from './remove-dead.ts';
import { REWRITES } from './rewrites.ts';
import { shareCommon } from './share-common.ts';

/** After the pass and without what is dead, the first text reads as the second. */
function fact(name: string, pass: Pass, before: string, after: string): void {
  it(name, () => {
    const graph = removeDead.run(pass.run(parseGraph(before)));
    expect(verifyGraph(graph)).toEqual([]);
    expect(printGraph(graph)).toBe(printGraph(parseGraph(after)));
  });
}

describe('canonicalize', () => {
  fact('a reshape of a reshape is one', canonicalize, 'Reshape(Reshape(x:[6], [2,3]), [3,2])', 'Reshape(x:[6], [3,2])');
  fact('a reshape to the same shape is nothing', canonicalize, 'Relu(Reshape(x:[6], [6]))', 'Relu(x:[6])');
  fact('squeezing, unsqueezing and flattening are reshapes', canonicalize, 'Flatten(Unsqueeze(Squeeze(x:[2,1,3], [1]), [0]), 2)', 'Reshape(x:[2,1,3], [2,3])');
  fact('transposes compose in order', canonicalize, 'Transpose(Transpose(x:[2,3,4], [1,2,0]), [0,2,1])', 'Transpose(x:[2,3,4], [1,0,2])');
  fact('a transpose and its inverse cancel', canonicalize, 'Relu(Transpose(Transpose(x:[2,3,4], [1,2,0]), [2,0,1]))', 'Relu(x:[2,3,4])');
  fact('negating twice is nothing', canonicalize, 'Relu(Neg(Neg(x:[3])))', 'Relu(x:[3])');
  fact('one relu is enough', canonicalize, 'Relu(Relu(x:[3]))', 'Relu(x:[3])');
  fact('a clip of a clip to other bounds is kept', canonicalize, 'Clip(Clip(x:[3]), a:[])', 'Clip(Clip(x:[3]), a:[])');
  fact('a cast of a cast to another type is kept', canonicalize, 'Cast(Cast(x: float64[], to=int32), to=float32)', 'Cast(Cast(x: float64[], to=int32), to=float32)');
  fact('a cast there and back over a wider type is nothing', canonicalize, 'Neg(Cast(Cast(x: int32[2], to=int64), to=int32))', 'Neg(x: int32[2])');
  fact('a cast there and back over a narrower type is kept', canonicalize, 'Cast(Cast(x: int64[2], to=int32), to=int64)', 'Cast(Cast(x: int64[2], to=int32), to=int64)');
  fact('times one is nothing', canonicalize, 'Relu(Mul(x:[2], float32[]{1}))', 'Relu(x:[2])');
  fact('constants go to the right of what commutes', canonicalize, 'Add(float32[]{2}, x:[2])', 'Add(x:[2], float32[]{2})');
  fact('plus 0 is kept: −0 + 0 is +0', canonicalize, 'Add(x:[2], float32[]{0})', 'Add(x:[2], float32[]{0})');
  fact('minus 0 is nothing', canonicalize, 'Relu(Sub(x:[2], float32[]{0}))', 'Relu(x:[2])');
  fact('times one that broadcasts is kept', canonicalize, 'Mul(x:[2], float32[3,1]{1,1,1})', 'Mul(x:[2], float32[3,1]{1,1,1})');
  fact('transposes around an elementwise operator cancel', canonicalize, 'Transpose(Relu(Transpose(x:[2,3,4], [1,2,0])), [2,0,1])', 'Relu(x:[2,3,4])');
  fact('transposes around an elementwise operator that do not cancel are kept', canonicalize, 'Transpose(Relu(Transpose(x:[2,3,4], [1,2,0])), [1,2,0])', 'Transpose(Relu(Transpose(x:[2,3,4], [1,2,0])), [1,2,0])');
  fact('transposes around what is not elementwise are kept', canonicalize, 'Transpose(Softmax(Transpose(x:[2,3], [1,0])), [1,0])', 'Transpose(Softmax(Transpose(x:[2,3], [1,0])), [1,0])');
  fact('reshapes around an elementwise operator cancel', canonicalize, 'Reshape(Exp(Reshape(x:[2,3], [6])), [2,3])', 'Exp(x:[2,3])');
  fact('a product takes a transposed matrix as it lies', canonicalize, 'MatMul(x:[2,3], Transpose(y:[4,3], [1,0]))', 'Gemm(x:[2,3], y:[4,3], transB=true)');
  it('says which rewrites fire', () => {
    const fired: string[] = [];
    rewriteWith(parseGraph('Neg(Neg(x:[3]))'), REWRITES, (name) => fired.push(name));
    expect(fired).toEqual(['twice-is-nothing']);
  });
});

describe('share-common', () => {
  fact('equal nodes are computed once', shareCommon, 'a = Exp(x:[3]); b = Exp(x); Add(a, b)', 'a = Exp(x:[3]); Add(a, a)');
  fact('other attributes are another node', shareCommon, 'a = Softmax(x:[3,3], 0); b = Softmax(x, 1); Add(a, b)', 'a = Softmax(x:[3,3], 0); b = Softmax(x, 1); Add(a, b)');
  fact('constants that differ in a bit are two', shareCommon, 'Add(Mul(x:[1], float32[1]{0}), float32[1]{-0})', 'Add(Mul(x:[1], float32[1]{0}), float32[1]{-0})');
});

describe('fold-constants', () => {
  fact('what depends on no input is computed', foldConstants, 'Mul(x:[2], Add(float32[2]{1,2}, float32[2]{3,4}))', 'Mul(x:[2], float32[2]{4,6})');
  fact('the shape of an input is known', foldConstants, 'Add(y: int64[2], Shape(x:[2,3]))', 'y: int64[2]\nx: [2,3]\nAdd(y, int64[2]{2,3})');
});

describe('fold-batch-norm', () => {
  const normalised = (between: string): string => `c = Conv(x:[1,1,3], float32[2,1,1]{2,3}, float32[2]{1,1}); ${between} BatchNormalization(c, float32[2]{4,1}, float32[2]{0,5}, float32[2]{3,1}, float32[2]{4,1}, epsilon=0)`;
  fact('slope and shift go into filters and bias', foldBatchNorm, normalised(''), 'Conv(x:[1,1,3], float32[2,1,1]{4,3}, float32[2]{-4,5})');
  fact('a convolution that somebody else reads is kept', foldBatchNorm, `${normalised('d = Relu(c); n =')}; return n, d`, `${normalised('d = Relu(c); n =')}; return n, d`);
  fact('a slope that is infinite is left alone', foldBatchNorm, normalised('').replace('{4,1}, epsilon', '{0,1}, epsilon'), normalised('').replace('{4,1}, epsilon', '{0,1}, epsilon'));
});

describe('fuse-elementwise', () => {
  fact('a chain becomes one node', fuseElementwise, 'Relu(Add(x:[2], y:[2]))', 'Fused(x:[2], y:[2]) { p0: float32[2]; p1: float32[2]; v2 = Add(p0, p1); v3 = Relu(v2); return v3 }');
  fact('a result that somebody else reads stays', fuseElementwise, 'a = Exp(x:[2]); b = Relu(a); c = ReduceSum(a); return b, c', 'a = Exp(x:[2]); b = Relu(a); c = ReduceSum(a); return b, c');
  fact('a result that is returned stays', fuseElementwise, 'a = Exp(x:[2]); b = Relu(a); return a, b', 'a = Exp(x:[2]); b = Relu(a); return a, b');
  fact('a producer that is broadcast is not computed again', fuseElementwise, 'Add(Exp(x:[2,1]), y:[2,3])', 'Add(Exp(x:[2,1]), y:[2,3])');
  it('a chain that is longer than a kernel may be becomes several', () => {
    const chain = parseGraph(`${'Exp('.repeat(250)}x:[2]${')'.repeat(250)}`);
    const fused = fuseElementwise.run(chain);
    expect(verifyGraph(fused)).toEqual([]);
    expect(fused.nodes.map(({ body }) => body?.nodes.length)).toEqual([50, 100, 100]);
  });
  fact('a diamond fuses whole', fuseElementwise, 'a = Exp(x:[2]); Add(Relu(a), Neg(a))', 'Fused(x:[2]) { p0: float32[2]; a = Exp(p0); v2 = Relu(a); v3 = Neg(a); v4 = Add(v2, v3); return v4 }');
});

describe('the pipeline catches a pass that', () => {
  const graph = parseGraph('Exp(Relu(x:[2]))');
  const caught = (name: string, run: Pass['run'], message: RegExp): void => it(name, () => expect(() => optimize(graph, { passes: [{ name, run }] })).toThrow(message));
  caught('breaks the graph', (g) => ({ ...g, nodes: g.nodes.toReversed() }), /made-before-use/);
  it('breaks the graph so that a later one stumbles', () => {
    const passes: readonly Pass[] = [{ name: 'breaker', run: (g) => ({ ...g, nodes: g.nodes.toReversed() }) }, { name: 'stumbler', run: () => { throw new RangeError('no value'); } }];
    expect(() => optimize(graph, { passes })).toThrow(/pass breaker breaks made-before-use/);
  });
  caught('changes the type of a result', () => parseGraph('Exp(Relu(x:[3]))'), /signature/);
  caught('drops an input', () => parseGraph('Constant(value=float32[2]{1,2})'), /signature/);
});
