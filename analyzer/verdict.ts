// What is said about a claim, and about a program. Plain data; decided by check.ts, told by 4-explain.

import type { Obligation } from './2-execute/machine.ts';

/** Sizes by name. */
export type Witness = Readonly<Record<string, number>>;

/** A claim that the program breaks. */
export interface Failure {
  readonly obligation: Obligation;
  /** Sizes for which it fails, where it fails for some only through what is free. */
  readonly witness?: Witness;
  /** Which run met it: of the program itself, or of something that nobody calls. */
  readonly run?: number;
}

export type Severity = 'error' | 'warning' | 'note';

export interface RelatedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn?: number;
  readonly message: string;
}

/** One finding, as reports print it. Lines and columns count from 1; the end is exclusive. */
export interface FindingData {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly related: readonly RelatedPlace[];
}

/** A place that was not understood; nothing is said about what depends on it. */
export interface UnknownPlace {
  readonly reason: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** How a function that nobody calls may be called, as its uses of its inputs tell. */
export interface ContractPlace {
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

export interface CheckStats {
  /** Expressions that give tensors, by what is known of them. */
  readonly tensors: { readonly proved: number; readonly wrong: number; readonly unknown: number };
  /** The expressions of unknown shape, with the reason at the root of each. */
  readonly unknownTensors: readonly UnknownPlace[];
  readonly claimsProved: number;
  /** Claims that hold for some sizes and not for others: contracts, not findings. */
  readonly claimsOpen: number;
  readonly steps: number;
}

export interface SourceFile { readonly path: string; readonly text: string }

export interface CheckResult {
  readonly findings: readonly FindingData[];
  readonly files: number;
  /** How many places were not understood. */
  readonly unknown: number;
  readonly unknowns: readonly UnknownPlace[];
  /** What the parser could not read: the rest of each file was checked all the same. */
  readonly problems: readonly UnknownPlace[];
  readonly contracts: readonly ContractPlace[];
  readonly stats: CheckStats;
}
