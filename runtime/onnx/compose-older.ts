// What operators meant before the version that is specified, as what they mean now. Source: ONNX's change log.
import type { Composition } from './compositions.ts';
import type { CallWriter } from './write-calls.ts';

/** Before opset 13 axes from the given one on, by default the second, counted as one. */
function alongTheRest(op: string): Composition {
  return (w) => {
    const axis = w.attribute('axis', 1);
    if (axis === -1) { w.op(op, [w.input(0)], { axis }); return; }
    const shape = w.shape(), first = w.axis(axis, shape.length);
    const count = (extents: readonly number[]): number => extents.reduce((n, extent) => n * extent, 1);
    const rows = w.op('Reshape', [w.input(0)], { shape: [count(shape.slice(0, first)), count(shape.slice(first))] });
    w.op('Reshape', [w.op(op, [rows], { axis: 1 })], { shape });
  };
}

function clip(w: CallWriter): void {
  const limit = (name: string): string | undefined => (w.node.attributes.some((attribute) => attribute.name === name) ? w.number(w.floatType(), w.attribute(name, 0)) : undefined);
  w.op('Clip', [w.input(0), limit('min'), limit('max')]);
}

function pad(w: CallWriter): void {
  const value = w.number(w.floatType(), w.attribute('value', 0));
  w.op('Pad', [w.input(0), value], { pads: w.list('pads') ?? [], mode: w.text('mode', 'constant') });
}

export interface Older {
  /** The first opset in which the operator means itself. */
  readonly until: number;
  readonly composition: Composition;
}

export const OLDER: Readonly<Record<string, Older>> = {
  Clip: { until: 11, composition: clip },
  LogSoftmax: { until: 13, composition: alongTheRest('LogSoftmax') },
  Pad: { until: 11, composition: pad },
  Softmax: { until: 13, composition: alongTheRest('Softmax') },
};
