// What programs compute, as far as we follow it: plain data, one kind a line of `Value`. Whatever can change lives in
// `Cells` and is written only through the store (store.ts), so that branches can be undone and merged.

import type { Claim, Dim } from '../../runtime/dims/dim.ts';
import type { FunctionExpression, Span } from '../program.ts';

/** A changeable object's contents, by name. Read freely; write through the store only. */
export interface Cells {
  readonly id: number;
  /** Made when a library was loaded: it stays from program to program. */
  readonly isLibrary: boolean;
  /** Made while a module was loaded: other paths than the one on which that happened may see it. */
  readonly isShared: boolean;
  readonly map: Map<string, Value>;
}

export type Value =
  | Simple | BoolValue | Condition | IntValue | FloatValue | StringValue | TupleValue | ListValue | DictValue
  | SliceValue | RangeValue | IteratorValue | FunctionValue | MethodValue | BuiltinValue | ClassValue | InstanceValue
  | ModuleValue | TensorValue | DTypeValue | DescriptorValue | SuperValue | UnknownValue | Alternatives;

export interface Simple { readonly kind: 'none' | 'undefined' | 'ellipsis' | 'not-implemented' }
export interface BoolValue { readonly kind: 'bool'; readonly value: boolean }
/** A truth value that is a statement about sizes, or about a branch symbol where we do not know. */
export interface Condition { readonly kind: 'condition'; readonly claim: Claim }
/** An integer; `note` says where it came from when it could have been another (`--batch-size`, default 64). */
export interface IntValue { readonly kind: 'int'; readonly dim: Dim; readonly note?: string }
/** Without a value: some number that the program's data decide. */
export interface FloatValue { readonly kind: 'float'; readonly value?: number }
/** Without a value: some text. */
export interface StringValue { readonly kind: 'string'; readonly value?: string }
/** `isShape`: a `torch.Size`, which makes a tensor of these sizes where another tuple holds its elements. */
export interface TupleValue { readonly kind: 'tuple'; readonly items: readonly Value[]; readonly names?: readonly string[]; readonly isShape?: true }
/** Its items are a tuple (or alternatives of tuples, or unknown) in cell `items`. */
export interface ListValue { readonly kind: 'list'; readonly cells: Cells }
/** Cells by encoded key, each holding the pair (key, value); a set holds pairs of equal halves. */
export interface DictValue {
  readonly kind: 'dict' | 'set';
  readonly cells: Cells;
  /** The attributes of an object, `x.__dict__`: what is written goes there too. */
  readonly of?: Cells;
  /** How many entries it was made of, all of them known: while nothing is added, what is not in it is missing. */
  readonly whole?: number;
}
export interface SliceValue { readonly kind: 'slice'; readonly lower: Value; readonly upper: Value; readonly step: Value }
export interface RangeValue { readonly kind: 'range'; readonly start: Dim; readonly stop: Dim; readonly step: Dim }
/** `position` in cells; `exact: false` means that the items stand for an unknown number of turns (open-sequences.ts). */
export interface IteratorValue extends Turns { readonly kind: 'iterator'; readonly cells: Cells }
/**
 * What a loop goes through. Not exact: the last item but for the `tail`, which comes once, stands for any number of turns.
 * `loose`: the items come in an order that is not known, and some of them perhaps not at all.
 */
export interface Turns { readonly items: readonly Value[]; readonly exact: boolean; readonly tail?: number; readonly loose?: boolean }

/** Where names are looked up: a function's, class's or module's variables. */
export interface Env {
  readonly cells: Cells;
  readonly parent: Env | undefined;
  readonly module: ModuleValue;
  readonly kind: 'module' | 'function' | 'class' | 'block';
  globals: ReadonlySet<string>;
  nonlocals: ReadonlySet<string>;
  /** Collects what a generator yields. */
  readonly yields: Cells | undefined;
  /** For super() without arguments. */
  readonly owner?: ClassValue | undefined;
  readonly self?: Value | undefined;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string;
  readonly code: FunctionExpression;
  readonly env: Env;
  readonly defaults: ReadonlyMap<string, Value>;
  readonly cells: Cells;
  readonly owner: ClassValue | undefined;
  /** Decorated by something that is not understood: it may be called otherwise than it is written. */
  readonly changed?: boolean;
  /** Decorated by no_grad(). */
  readonly paused?: boolean;
  /** An arrow function's `this`. */
  readonly receiver?: Value;
}
export interface MethodValue { readonly kind: 'method'; readonly self: Value; readonly func: Value }

export interface Args {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** A dictionary spread into the names is one of several: the call is made for each. */
  readonly mixed?: Alternatives;
  /** Arguments were spread from something unknown: any parameter may have been given. */
  readonly open?: UnknownValue;
  /** More arguments by position, of unknown number: what `*args` takes; for all other parameters there is `open`. */
  readonly more?: Turns;
  /** What `*args` and `**kwargs` take is not known; the parameters with names are as given. */
  readonly rest?: UnknownValue;
}
/** A function of ours; `run` closes over the machine. */
export interface BuiltinValue {
  readonly kind: 'builtin';
  readonly name: string;
  readonly run: (args: Args, at: Span) => Value;
  /** A method's own object. */
  readonly of?: Value;
  /** An object of what hangs below it: `Number.isInteger`. */
  readonly statics?: Value;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly Value[];
  /** Itself first. */
  readonly mro: readonly ClassValue[];
  /** A base that we do not know: missing attributes are unknown, not errors. */
  readonly open: UnknownValue | undefined;
  readonly cells: Cells;
  readonly module: ModuleValue | undefined;
  readonly span: Span | undefined;
}
export interface InstanceValue {
  readonly kind: 'instance';
  readonly class: ClassValue;
  readonly cells: Cells;
  /** Where the user's program made it. */
  readonly origin: Span | undefined;
}
export interface ModuleValue {
  readonly kind: 'module';
  readonly name: string;
  readonly cells: Cells;
  readonly file: string;
  /** A file under check (findings may point into it) or a library model (they may not). */
  readonly isUser: boolean;
  readonly open: UnknownValue | undefined;
}

/** `shape` undefined: rank not known; then `tail` may hold the last sizes. */
export interface TensorValue {
  readonly kind: 'tensor';
  readonly dtype: string | undefined;
  readonly shape: readonly Dim[] | undefined;
  readonly tail?: readonly Dim[];
  /** The integers inside, where it carries sizes. */
  readonly sizes?: readonly Dim[];
  /** An array of numpy: not counted as a tensor, and with other methods. */
  readonly array?: boolean;
  /** A Parameter: modules register it. */
  readonly parameter?: boolean;
  /** A buffer: moves with its module. */
  readonly buffer?: boolean;
  /** Where it lives: 0 is the CPU, others are counted by devices.ts; a form where a branch decides. */
  readonly device?: Dim;
  /** How it lies in memory: row by row without gaps, or by strides; undefined where that is not known. */
  readonly layout?: 'rows' | Strides;
  /** The smallest and largest integer inside. */
  readonly range?: ValueRange;
  /** What it was made by: `layer`, `computed` element by element from one, `softmax`, `log-softmax`, `sigmoid`, `choice`. */
  readonly made?: string;
  /** A leaf was made to be learnt; what is computed from one is inside the graph of gradients; `outside`: surely not. */
  readonly graph?: 'leaf' | 'inner' | 'outside';
  /** The calls that it was computed by (gradients.ts). */
  readonly past?: Past;
  readonly origin: Span | undefined;
  readonly reason?: string;
  /** An input that nobody gives, or what has as many axes as that. */
  readonly key?: string;
}
/** One call that a tensor was computed by; `saves`: it keeps tensors for the way back. */
export interface Past { readonly id: number; readonly parents: readonly Past[]; readonly saves: boolean }
/** `packed`: a permutation of rows without gaps or overlaps. */
export interface Strides { readonly strides: readonly Dim[]; readonly packed: boolean }
/** Both ends are met by some element; `each`: by any element, as in random numbers and in labels. */
export interface ValueRange { readonly low: Dim; readonly high: Dim; readonly each: boolean }
export interface DTypeValue { readonly kind: 'dtype'; readonly name: string }
export interface DescriptorValue { readonly kind: 'property' | 'static' | 'class-method'; readonly func: Value; readonly setter?: Value }
export interface SuperValue { readonly kind: 'super'; readonly after: ClassValue; readonly self: Value }
/** Not understood; `key` is its identity, so that asking twice about the same thing gives the same answer. */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly reason: string;
  readonly span: Span | undefined;
  readonly key: string;
  /** Whatever it is, it is no tensor: a library model says so. */
  readonly noTensor?: boolean;
}
/** One of several, by guards that exclude each other and leave nothing out. */
export interface Alternatives { readonly kind: 'alternatives'; readonly options: readonly { readonly guard: Claim; readonly value: Value }[] }

/** What a mistake leaves behind: nothing more is said about it, nor about what is made of it. */
export const AFTER_MISTAKE = 'a mistake before';

export const NONE: Simple = { kind: 'none' };
export const UNDEFINED: Simple = { kind: 'undefined' };
export const ELLIPSIS: Simple = { kind: 'ellipsis' };
export const NOT_IMPLEMENTED: Simple = { kind: 'not-implemented' };
export const TRUE: BoolValue = { kind: 'bool', value: true };
export const FALSE: BoolValue = { kind: 'bool', value: false };
export const bool = (value: boolean): BoolValue => (value ? TRUE : FALSE);
export const float = (value?: number): FloatValue => (value === undefined ? { kind: 'float' } : { kind: 'float', value });
export const string = (value?: string): StringValue => (value === undefined ? { kind: 'string' } : { kind: 'string', value });
/** A part of a shape, and what is added to one, is a shape. */
export const shapeOf = ({ isShape }: TupleValue): Pick<TupleValue, 'isShape'> => (isShape ? { isShape } : {});

export const tuple = (items: readonly Value[]): TupleValue => ({ kind: 'tuple', items });
export const int = (dim: Dim): IntValue => ({ kind: 'int', dim });
export const NO_ARGS: Args = { positional: [], named: new Map() };
export const positional = (...values: readonly Value[]): Args => ({ positional: values, named: NO_ARGS.named });

/** How a key of a dictionary is named in its cells; undefined where it is not known. */
export function keyOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'string': return value.value === undefined ? undefined : `s${value.value}`;
    case 'int': return value.dim.known === undefined ? undefined : `n${value.dim.known}`;
    case 'float': return value.value === undefined ? undefined : `n${value.value}`;
    case 'bool': return `n${Number(value.value)}`;
    case 'none': case 'undefined': case 'ellipsis': return value.kind;
    case 'dtype': return `t${value.name}`;
    case 'tuple': {
      const parts = value.items.map(keyOf);
      return parts.includes(undefined) ? undefined : `(${parts.join(',')})`;
    }
    case 'instance': case 'class': case 'module': case 'function': return `o${value.cells.id}`;
    default: return undefined;
  }
}

/** What kind of thing it is, in words for messages. */
export function kindName(value: Value): string {
  switch (value.kind) {
    case 'instance': return value.class.name;
    case 'condition': return 'bool';
    case 'none': return 'None';
    case 'alternatives': return value.options.map((option) => kindName(option.value)).join(' or ');
    default: return value.kind;
  }
}
