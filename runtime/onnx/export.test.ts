import { describe, expect, it } from 'vitest';
import { interpret } from '../interpret/interpret.ts';
import { parseGraph } from '../ir/text-parse.ts';
import { printGraph } from '../ir/text-print.ts';
import { tensor } from '../ir/tensor.ts';
import { exportModel } from './export.ts';
import { importModel } from './import.ts';

/** Nodes of the exported model as `Op(inputs) name=value …`. */
function nodes(text: string, opset?: number): readonly string[] | string {
  const exported = exportModel(parseGraph(text), opset === undefined ? {} : { opset });
  if (!exported.ok) return exported.reason;
  const { nodes: written, initializers } = exported.model.graph;
  const valueOf = (name: string): string => String(initializers.find((t) => t.name === name)?.data ?? name);
  return written.map((n) => [`${n.op}(${n.inputs.map((name) => (initializers.some((t) => t.name === name) ? `{${valueOf(name)}}` : name)).join(', ')})`,
    ...n.attributes.map((a) => `${a.name}=${'value' in a ? String(a.value) : '?'}`)].join(' '));
}

describe('exporting', () => {
  it('passes attributes as inputs where the opset does', () => {
    expect(nodes('x: float32[1,3]\ny = Squeeze(x, axes=[0])')).toEqual(['Squeeze(x, {0})']);
    expect(nodes('x: float32[2,3]\ny = ReduceMax(x, axes=[0])', 17)).toEqual(['ReduceMax(x) axes=0 keepdims=1']);
    expect(nodes('x: float32[2,3]\ny = ReduceMax(x, axes=[0])', 18)).toEqual(['ReduceMax(x, {0}) keepdims=1 noop_with_empty_axes=0']);
  });

  it('puts data between the attributes that are inputs', () => {
    expect(nodes('x: float32[2]\nv: float32[]\ny = Pad(x, v, pads=[1, 1])')).toEqual(['Pad(x, {1,1}, v) mode=constant']);
  });

  it('states the limit of a range so that rounding does not move it', () => {
    expect(nodes('y = Range(start=0, delta=0.1, count=3, dtype=float32)')).toEqual([`Range({0}, {0.25}, {${Math.fround(0.1)}})`]);
    expect(nodes('y = Range(start=5, delta=-2, count=3, dtype=int64)')).toEqual(['Range({5}, {0}, {-2})']);
  });

  it('says that an extent is 0 and not copied', () => {
    expect(nodes('x: float32[0,3]\ny = Reshape(x, shape=[3, 0])')).toEqual(['Reshape(x, {3,0}) allowzero=1']);
  });

  it('takes the first opset that has what the graph uses', () => {
    const opset = (text: string): number | string => {
      const exported = exportModel(parseGraph(text));
      return exported.ok ? exported.model.opsets[0]!.version : exported.reason;
    };
    expect(opset('x: float32[2]\nRelu(x)')).toBe(17);
    expect(opset('x: float32[2]\nPad(x, pads=[1, 0], mode=wrap)')).toBe(19);
    expect(opset('x: bool[2]\nReduceMax(x, axes=[0])')).toBe(20);
  });

  it('says what an opset lacks', () => {
    expect(nodes('x: float32[2,3]\ns: float32[3]\nLayerNormalization(x, s)', 16)).toBe('LayerNormalization needs opset 17, and opset 16 is asked for');
    expect(nodes('x: bool[2]\nReduceMin(x)', 18)).toBe('ReduceMin of bools needs opset 20, and opset 18 is asked for');
  });

  it('writes out what was fused', () => {
    const graph = parseGraph('a: float32[2]\nb: float32[2]\nc = Fused(a, b) { p: float32[2]; q: float32[2]; r = Add(p, q); s = Mul(r, p); return s }\nd = Relu(c)\nreturn c, d');
    const exported = exportModel(graph);
    const back = exported.ok ? importModel(exported.model) : exported;
    const given = [tensor('float32', [2], [1, -2]), tensor('float32', [2], [3, 4])];
    expect(back.ok && back.graph.nodes.map(({ op }) => op)).toEqual(['Add', 'Mul', 'Relu']);
    expect(back.ok && interpret(back.graph, given)).toEqual(interpret(graph, given));
  });

  it('writes what does nothing as such, and a range that does not move as its one number', () => {
    expect(nodes('x: float32[1,3]\ny = Squeeze(x, axes=[])')).toEqual(['Identity(x)']);
    expect(nodes('x: float32[]\ny = Pad(x, pads=[])')).toEqual(['Identity(x)']);
    expect(nodes('y = Range(start=2, delta=0, count=3, dtype=int32)')).toEqual(['Expand({2}, {3})']);
  });

  it('gives outputs a name of their own', () => {
    const graph = parseGraph('x: float32[2]\ny = Relu(x)\nreturn y, y, x');
    const exported = exportModel(graph);
    expect(exported.ok && exported.outputNames).toEqual(['v1', 'v1_again', 'x_again']);
    const back = exported.ok ? importModel(exported.model) : exported;
    expect(back.ok && printGraph(back.graph)).toBe('x: float32[2]\nv1 = Relu(x)\nreturn v1, v1, x\n');
  });
});
