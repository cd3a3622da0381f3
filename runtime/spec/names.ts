// How frameworks spell an operator. All quirks of spelling (argument order, layouts, -1, negative axes, "same"
// padding, opset versions) live here; the shape rule has one meaning.
import type { Rule, Shape } from '../dims/dim.ts';
import type { Loose } from './loose.ts';

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
 * is the first parameter. `keepdim?=keepdims:false` says what a parameter that is left out means where that is not
 * the attribute's own default; a parameter without a name, `=keepdims:false`, fixes what the framework cannot vary.
 * Parameters bound to the same variadic input follow each other: `torch.maximum(input=xs, other=xs)`.
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
  /** What it means to leave it out, where that is stated; an empty name always takes it. */
  readonly fallback?: number | boolean | string;
}

/** `'a.b(x, y?=z, *w)'` → `{ path: 'a.b', parameters: … }`. */
export function parseSignature(signature: Signature): { readonly path: string; readonly parameters: readonly Parameter[] } {
  const open = signature.indexOf('(');
  const inside = signature.slice(open + 1, signature.lastIndexOf(')')).trim();
  const parameters = inside === '' ? [] : inside.split(',').map((part): Parameter => {
    const [left = '', right] = part.trim().split('=').map((s) => s.trim());
    const [target, fallback] = right?.split(':') ?? [];
    const name = left.replace(/^\*/, '').replace(/\?$/, '');
    return {
      name, target: target ?? name, optional: left.endsWith('?') || left === '', list: left.startsWith('*'),
      ...(fallback === undefined ? {} : { fallback: fallbackOf(fallback) }),
    };
  });
  return { path: signature.slice(0, open), parameters };
}

function fallbackOf(text: string): number | boolean | string {
  if (text === 'true' || text === 'false') return text === 'true';
  return Number.isNaN(Number(text)) ? text : Number(text);
}
