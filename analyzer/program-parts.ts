// The parts of the program IR that contain no other nodes: spans, comments, operators, names, literals and unknowns.

/** A stretch of source: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Picks the executor's table of semantics: truthiness, attribute lookup, built-ins, integer division. */
export type Language = 'python' | 'typescript';

export interface Comment {
  readonly span: Span;
  readonly text: string;
}

export interface Problem {
  readonly span: Span;
  readonly reason: string;
}

export type Literal =
  | { readonly type: 'none' | 'undefined' | 'ellipsis' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: number; readonly text?: string }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'complex'; readonly value: number }
  | { readonly type: 'string' | 'bytes'; readonly value: string };

export type UnaryOperator = '+' | '-' | '~' | 'not' | 'typeof' | 'void';
export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '<<' | '>>' | '>>>' | '&' | '|' | '^' | '&&' | '||' | '??';
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'is' | 'is not' | 'in' | 'not in' | '===' | '!==' | 'instanceof';

/** How JavaScript introduces a name; absent where assignment itself introduces it (Python) or reuses one. */
export type Declares = 'const' | 'let' | 'var';

/** A constant; adjacent string literals are joined, escapes resolved. `null` of JavaScript is `none`. */
export interface LiteralExpression { readonly kind: 'literal'; readonly span: Span; readonly literal: Literal }

/** A variable; `this` and `super` of JavaScript are the names 'this' and 'super'. */
export interface NameExpression { readonly kind: 'name'; readonly span: Span; readonly name: string }

/** A statement that the front end could not express; its effects are not known. */
export interface UnknownStatement { readonly kind: 'unknown'; readonly span: Span; readonly reason: string }

/** An expression that the front end could not express. */
export interface UnknownExpression { readonly kind: 'unknown'; readonly span: Span; readonly reason: string }
