// The one record that every format prints, and the reports that hold it. Plain data: whoever finds makes it, the
// files beside this one only print. Lines and columns count from 1, columns in UTF-16 units, ends are exclusive.

export type Severity = 'error' | 'warning' | 'note';

export interface Finding {
  /** `Conv/channels`: the rule's id in every format and the anchor of its page. */
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence with the numbers of both sides, without a full stop. */
  readonly message: string;
  /** As the user named it, or relative to where the command runs. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Where the numbers come from, in the order in which they are best told. */
  readonly related: readonly Related[];
  /** What stays the same when lines move, where that is something else than the text of the line. */
  readonly fingerprint?: string;
}

export interface Related {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** On the same line; where absent, the word that starts there is marked. */
  readonly endColumn?: number;
  readonly message: string;
}

/** What checking some files gave. */
export interface CheckReport {
  readonly findings: readonly Finding[];
  /** How many files were checked. */
  readonly files: number;
  /** How many places were not understood, so that nothing is said about them. */
  readonly unknown: number;
  /** Expressions that give tensors, by what is known of them. */
  /** Signatures of functions that nobody calls, where they were asked for. */
  readonly contracts?: readonly { readonly text: string; readonly file: string; readonly line: number }[];
  readonly tensors?: { readonly proved: number; readonly wrong: number; readonly unknown: number };
}

/** The text of a file; undefined where it has none (a binary file) or cannot be read. */
export type SourceOf = (file: string) => string | undefined;

/** The order of every report: by file, then by place, then by rule. */
export function sorted(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) =>
    compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.rule, b.rule) || compare(a.message, b.message));
}

/** By code units: the same on every machine, unlike a locale's order. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
