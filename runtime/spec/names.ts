// How frameworks spell an operator. All quirks of spelling (argument order, layouts, -1, negative axes, "same"
// padding, opset versions) live here; the shape rule has one meaning.
import type { Rule, Shape } from '../dims/dim.ts';
import type { Loose } from './settle.ts';

/** An attribute that ONNX passes as an input: its position, and the opset that moved it there. */
export interface OnnxOperand {
  readonly position: number;
  readonly since: number;
}

export interface OnnxNames {
  /** Opset of the oldest version that means the same. */
  readonly since: number;
  /** Attributes that are inputs in the file; all others keep their name and place. */
  readonly operands?: Readonly<Record<string, OnnxOperand>>;
}

/**
 * A signature in the framework's own order, each parameter bound to an input or attribute of the same name, or as
 * `parameter=target`; a trailing `?` on the parameter marks what may be left out, `*xs` takes a list:
 * `torch.nn.functional.conv2d(input=x, weight, bias?, stride?=strides, …)`. `Tensor.` marks methods: the receiver
 * is the first parameter.
 */
export type Signature = string;

export interface Names {
  readonly onnx: OnnxNames;
  readonly torch?: readonly Signature[];
  readonly tfjs?: readonly Signature[];
  /**
   * Makes attributes as people give them canonical: -1 in a reshape, `auto_pad`, a missing kernel. Receives sizes
   * as Dims or numbers; may state claims. Negative axes and defaults are settled after it, for every operator.
   */
  readonly settle?: (given: Loose, inputs: readonly (Shape | undefined)[], rule: Rule) => Loose;
}

export interface Parameter {
  readonly name: string;
  readonly target: string;
  readonly optional: boolean;
  readonly list: boolean;
}

/** `'a.b(x, y?=z, *w)'` → `{ path: 'a.b', parameters: … }`. */
export function parseSignature(signature: Signature): { readonly path: string; readonly parameters: readonly Parameter[] } {
  const open = signature.indexOf('(');
  const inside = signature.slice(open + 1, signature.lastIndexOf(')')).trim();
  const parameters = inside === '' ? [] : inside.split(',').map((part): Parameter => {
    const [left = '', target] = part.trim().split('=').map((s) => s.trim());
    const name = left.replace(/^\*/, '').replace(/\?$/, '');
    return { name, target: target ?? name, optional: left.endsWith('?'), list: left.startsWith('*') };
  });
  return { path: signature.slice(0, open), parameters };
}
