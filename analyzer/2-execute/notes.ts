// What a run leaves behind besides its state: claims, what was not understood, what is known of tensors, signatures. Plain
// data; places are the only thing in it that an edit elsewhere in the file changes.

import type { Claim, Size, Verdict } from '../../runtime/dims/dim.ts';
import type { Span } from '../program.ts';
import type { Facts } from './sizes.ts';
import type { TensorValue } from './values.ts';

/** A branch that was taken without being forced. */
export interface Decision {
  readonly claim: Claim;
  readonly span: Span;
  readonly taken: boolean;
  /** The condition is something that we do not understand. */
  readonly opaque: boolean;
}

/** A symbol that stands for a truth value. */
export interface BranchSymbol { readonly name: string; readonly opaque: boolean; readonly span: Span | undefined; readonly text: string }

export interface Operand { readonly name: string; readonly tensor: TensorValue }

/** A claim that the program has to meet at a place. */
export interface Obligation {
  readonly rule: string;
  readonly claim: Claim | undefined;
  readonly sentence: string;
  readonly holes: Readonly<Record<string, Size | string>>;
  readonly operands: readonly Operand[];
  readonly span: Span;
  /** Calls in user files on the way here, outermost first, without `span`. */
  readonly stack: readonly Span[];
  readonly facts: Facts;
  readonly path: readonly Decision[];
  readonly verdict: Verdict;
  /** Where only one side of an undecided branch breaks it. */
  readonly under?: BranchSymbol & { readonly taken: boolean };
  /** About inputs that nobody gives: what is left open is the function's contract. */
  readonly isContract: boolean;
  /** Warnings run, but are surely not meant. */
  readonly severity: 'error' | 'warning';
}

/** The signature of a function that nobody calls, as one line of text. */
export interface Contract { readonly text: string; readonly span: Span }

export interface UnknownNote { readonly reason: string; readonly span: Span | undefined }
export type TensorStatus = 'proved' | 'wrong' | 'unknown';
/** What is known of an expression that gives tensors; `reason`: where the unknown came into the program. */
export interface TensorNote { readonly status: TensorStatus; readonly reason?: string }

/** What a run leaves behind besides its state. */
export interface Notes {
  readonly obligations: Obligation[];
  readonly unknowns: Map<string, UnknownNote>;
  readonly tensors: Map<string, TensorNote>;
  /** Signatures of what nobody calls, by the place of the function. */
  readonly contracts: Map<string, Contract>;
}

export const noNotes = (): Notes => ({ obligations: [], unknowns: new Map(), tensors: new Map(), contracts: new Map() });

/** Functions of the user's files that were run, by their places. */
export type Entered = Map<string, Span>;

const placeKeys = new WeakMap<Span, string>();

/** Text that two places share exactly when they are the same place. */
export function placeKey(span: Span): string {
  const known = placeKeys.get(span);
  if (known !== undefined) return known;
  const key = `${span.file}:${span.start}:${span.end}`;
  placeKeys.set(span, key);
  return key;
}

/** What is not understood is noted once at each place. */
export const unknownKey = ({ reason, span }: UnknownNote): string => `${reason}@${span?.file}:${span?.start}`;

/** One expression may be met by several runs: a finding stands, and what one of them does not know is not known. */
export function worse(a: TensorNote | undefined, b: TensorNote): TensorNote {
  const order: readonly TensorStatus[] = ['proved', 'unknown', 'wrong'];
  return a && order.indexOf(a.status) >= order.indexOf(b.status) ? a : b;
}

/** What was found by running a program, or a function or class by itself. */
export interface Entry {
  readonly notes: Notes;
  readonly entered: Entered;
  /** Functions that entries before had run with too little known: what this one knows of them counts. */
  readonly instead?: readonly Span[];
  readonly claimsProved: number;
  readonly steps: number;
  /** Once it has been judged: which of its claims fail, by number, and how many others it had. */
  readonly judgement: { failing?: readonly Judged[]; open?: number };
}

export interface Judged { readonly at: number; readonly witness?: Readonly<Record<string, number>> }
