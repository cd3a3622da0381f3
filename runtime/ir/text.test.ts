import { describe, expect, it } from 'vitest';
import { BuildError } from './build.ts';
import { parseGraph } from './text-parse.ts';
import { printGraph } from './text-print.ts';
import { TextError } from './text-scan.ts';
import { verifyGraph } from './verify.ts';

const round = (text: string): string => printGraph(parseGraph(text));

describe('the text form', () => {
  it('declares inputs where they are used', () => {
    expect(round('Reshape(Reshape(x:[6], [2,3]), [3,2])')).toBe('x: float32[6]\nv1 = Reshape(x, shape=[2, 3])\nv2 = Reshape(v1, shape=[3, 2])\nreturn v2\n');
  });
  it('prints what it parses', () => {
    const text = 'x: float64[2,3]\nw: float64[3]\nv2 = Add(x, w)\nv3 = MatMul(v2, w)\nreturn v3, v2\n';
    expect(round(text)).toBe(text);
  });
  it('leaves defaults out and keeps what differs', () => {
    expect(round('Conv(x:[1,1,4,4], w:[1,1,2,2], strides=[1,1], pads=[1,0,0,0])')).toContain('Conv(x, w, pads=[1, 0, 0, 0])');
  });
  it('keeps fused bodies', () => {
    const text = 'a: float32[2]\nb: float32[2]\nv2 = Fused(a, b) { p: float32[2]; q: float32[2]; v2 = Add(p, q); v3 = Add(v2, p); return v3 }\nreturn v2\n';
    expect(round(text)).toBe(text);
    expect(verifyGraph(parseGraph(text))).toEqual([]);
  });
  it('names the place of a mistake', () => {
    expect(() => parseGraph('x: [2]\ny = Add(x x)')).toThrow(new TextError("line 2, column 11: ',' is expected, not 'x'"));
  });
  it('refuses what a rule refuses', () => {
    expect(() => parseGraph('MatMul(x:[2,3], y:[4,5])')).toThrow(BuildError);
  });
});
