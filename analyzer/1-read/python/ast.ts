// The typed syntax tree of Python. Node names, and what belongs to which node, are CPython's (`ast` of 3.13), so that
// its documentation describes these types and its parser can be the oracle of ours. Three differences, on purpose:
// every name that the text spells has a range of its own (`Ident`), a parameter carries its default, and
// `ErrorStmt`, `ErrorExpr`, `ErrorPattern` stand where the text is not Python, so that the rest of a file stays usable.
// All ranges are half open and count UTF-16 code units, as JavaScript strings and the language server protocol do.

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A name as the text spells it; `text` is normalised (NFKC) as Python does. */
export interface Ident {
  readonly text: string;
  readonly range: Range;
}

export interface Comment {
  /** With its `#`. */
  readonly text: string;
  readonly range: Range;
  /** Nothing but blanks stands before it on its line. */
  readonly ownLine: boolean;
}

export interface SyntaxProblem {
  readonly range: Range;
  readonly message: string;
  /** `syntax`: not Python. `limit`: perhaps Python, but past a stated limit of this reader. */
  readonly kind: 'syntax' | 'limit';
}

export interface PyModule {
  readonly kind: 'Module';
  readonly range: Range;
  readonly body: readonly Stmt[];
  readonly comments: readonly Comment[];
  /** In the order of the text, at most one for a line. */
  readonly errors: readonly SyntaxProblem[];
}

interface Node<Kind extends string> {
  readonly kind: Kind;
  readonly range: Range;
}

// Statements

export type Body = readonly Stmt[];

export interface FunctionDef extends Node<'FunctionDef' | 'AsyncFunctionDef'> {
  readonly name: Ident;
  readonly typeParams: readonly TypeParam[];
  readonly args: Arguments;
  readonly returns: Expr | null;
  readonly body: Body;
  readonly decorators: readonly Expr[];
}
export interface ClassDef extends Node<'ClassDef'> {
  readonly name: Ident;
  readonly typeParams: readonly TypeParam[];
  readonly bases: readonly Expr[];
  readonly keywords: readonly Keyword[];
  readonly body: Body;
  readonly decorators: readonly Expr[];
}
export interface Return extends Node<'Return'> { readonly value: Expr | null }
export interface Delete extends Node<'Delete'> { readonly targets: readonly Expr[] }
export interface Assign extends Node<'Assign'> { readonly targets: readonly Expr[]; readonly value: Expr }
export interface TypeAlias extends Node<'TypeAlias'> {
  readonly name: Expr;
  readonly typeParams: readonly TypeParam[];
  readonly value: Expr;
}
export interface AugAssign extends Node<'AugAssign'> {
  readonly target: Expr;
  readonly op: BinaryOperator;
  readonly value: Expr;
}
export interface AnnAssign extends Node<'AnnAssign'> {
  readonly target: Expr;
  readonly annotation: Expr;
  readonly value: Expr | null;
}
export interface For extends Node<'For' | 'AsyncFor'> {
  readonly target: Expr;
  readonly iter: Expr;
  readonly body: Body;
  readonly orelse: Body;
}
export interface While extends Node<'While'> { readonly test: Expr; readonly body: Body; readonly orelse: Body }
export interface If extends Node<'If'> { readonly test: Expr; readonly body: Body; readonly orelse: Body }
export interface With extends Node<'With' | 'AsyncWith'> { readonly items: readonly WithItem[]; readonly body: Body }
export interface Match extends Node<'Match'> { readonly subject: Expr; readonly cases: readonly MatchCase[] }
export interface Raise extends Node<'Raise'> { readonly exc: Expr | null; readonly cause: Expr | null }
export interface Try extends Node<'Try' | 'TryStar'> {
  readonly body: Body;
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: Body;
  readonly finalbody: Body;
}
export interface Assert extends Node<'Assert'> { readonly test: Expr; readonly msg: Expr | null }
export interface Import extends Node<'Import'> { readonly names: readonly Alias[] }
export interface ImportFrom extends Node<'ImportFrom'> {
  readonly module: Ident | null;
  readonly names: readonly Alias[];
  /** The number of leading dots. */
  readonly level: number;
}
export interface Global extends Node<'Global' | 'Nonlocal'> { readonly names: readonly Ident[] }
export interface ExprStmt extends Node<'Expr'> { readonly value: Expr }
export interface Pass extends Node<'Pass'> {}
export interface Jump extends Node<'Break' | 'Continue'> {}
/** Text that is no statement; `parts` is what could still be read inside it, in order, and may be incomplete. */
export interface ErrorStmt extends Node<'ErrorStmt'> { readonly parts: readonly (Stmt | Expr)[] }

export type Stmt =
  | FunctionDef | ClassDef | Return | Delete | Assign | TypeAlias | AugAssign | AnnAssign | For | While | If | With
  | Match | Raise | Try | Assert | Import | ImportFrom | Global | ExprStmt | Pass | Jump | ErrorStmt;

// Parts of statements

export interface Arguments extends Node<'arguments'> {
  readonly posonly: readonly Arg[];
  readonly args: readonly Arg[];
  readonly vararg: Arg | null;
  readonly kwonly: readonly Arg[];
  readonly kwarg: Arg | null;
}
export interface Arg extends Node<'arg'> {
  readonly name: Ident;
  readonly annotation: Expr | null;
  readonly default: Expr | null;
}
/** `name` is null for `**mapping`. */
export interface Keyword extends Node<'keyword'> { readonly name: Ident | null; readonly value: Expr }
export interface Alias extends Node<'alias'> {
  /** Dotted for `import a.b`, `*` for a wildcard. */
  readonly name: Ident;
  readonly asname: Ident | null;
}
export interface WithItem extends Node<'withitem'> { readonly context: Expr; readonly target: Expr | null }
export interface ExceptHandler extends Node<'ExceptHandler'> {
  readonly type: Expr | null;
  readonly name: Ident | null;
  readonly body: Body;
}
export interface MatchCase extends Node<'match_case'> {
  readonly pattern: Pattern;
  readonly guard: Expr | null;
  readonly body: Body;
}
export interface TypeParam extends Node<'TypeVar' | 'TypeVarTuple' | 'ParamSpec'> {
  readonly name: Ident;
  readonly bound: Expr | null;
  readonly default: Expr | null;
}

// Expressions

export type BinaryOperator =
  | 'Add' | 'Sub' | 'Mult' | 'MatMult' | 'Div' | 'Mod' | 'Pow' | 'LShift' | 'RShift' | 'BitOr' | 'BitXor' | 'BitAnd'
  | 'FloorDiv';
export type UnaryOperator = 'Invert' | 'Not' | 'UAdd' | 'USub';
export type CompareOperator =
  | 'Eq' | 'NotEq' | 'Lt' | 'LtE' | 'Gt' | 'GtE' | 'Is' | 'IsNot' | 'In' | 'NotIn';

export type ConstantValue =
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  /** An imaginary number; the real part is an addition in the text. */
  | { readonly type: 'complex'; readonly value: number }
  | { readonly type: 'str'; readonly value: string }
  /** One character a byte, U+0000 to U+00FF. */
  | { readonly type: 'bytes'; readonly value: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'None' }
  | { readonly type: 'Ellipsis' };

export interface BoolOp extends Node<'BoolOp'> { readonly op: 'And' | 'Or'; readonly values: readonly Expr[] }
export interface NamedExpr extends Node<'NamedExpr'> { readonly target: Name; readonly value: Expr }
export interface BinOp extends Node<'BinOp'> {
  readonly left: Expr;
  readonly op: BinaryOperator;
  readonly right: Expr;
}
export interface UnaryOp extends Node<'UnaryOp'> { readonly op: UnaryOperator; readonly operand: Expr }
export interface Lambda extends Node<'Lambda'> { readonly args: Arguments; readonly body: Expr }
export interface IfExp extends Node<'IfExp'> { readonly test: Expr; readonly body: Expr; readonly orelse: Expr }
/** A null key stands for `**value`. */
export interface Dict extends Node<'Dict'> {
  readonly keys: readonly (Expr | null)[];
  readonly values: readonly Expr[];
}
export interface Collection extends Node<'List' | 'Tuple' | 'Set'> { readonly elts: readonly Expr[] }
export interface Comprehension extends Node<'ListComp' | 'SetComp' | 'GeneratorExp'> {
  readonly elt: Expr;
  readonly generators: readonly Generator[];
}
export interface DictComp extends Node<'DictComp'> {
  readonly key: Expr;
  readonly value: Expr;
  readonly generators: readonly Generator[];
}
export interface Generator extends Node<'comprehension'> {
  readonly target: Expr;
  readonly iter: Expr;
  readonly ifs: readonly Expr[];
  readonly isAsync: boolean;
}
export interface Await extends Node<'Await'> { readonly value: Expr }
export interface Yield extends Node<'Yield'> { readonly value: Expr | null }
export interface YieldFrom extends Node<'YieldFrom'> { readonly value: Expr }
export interface Compare extends Node<'Compare'> {
  readonly left: Expr;
  readonly ops: readonly CompareOperator[];
  readonly comparators: readonly Expr[];
}
export interface Call extends Node<'Call'> {
  readonly func: Expr;
  readonly args: readonly Expr[];
  readonly keywords: readonly Keyword[];
}
export interface FormattedValue extends Node<'FormattedValue'> {
  readonly value: Expr;
  readonly conversion: 's' | 'r' | 'a' | null;
  readonly format: JoinedStr | null;
}
export interface JoinedStr extends Node<'JoinedStr'> { readonly values: readonly (Constant | FormattedValue)[] }
export interface Constant extends Node<'Constant'> { readonly value: ConstantValue }
export interface Attribute extends Node<'Attribute'> { readonly value: Expr; readonly attr: Ident }
export interface Subscript extends Node<'Subscript'> { readonly value: Expr; readonly slice: Expr }
export interface Starred extends Node<'Starred'> { readonly value: Expr }
export interface Name extends Node<'Name'> { readonly id: string }
/** Stands only inside a `Subscript`, or in a tuple there. */
export interface Slice extends Node<'Slice'> {
  readonly lower: Expr | null;
  readonly upper: Expr | null;
  readonly step: Expr | null;
}
/** Text that is no expression; its value is unknown. `parts` as in `ErrorStmt`. */
export interface ErrorExpr extends Node<'ErrorExpr'> {
  readonly reason: string;
  readonly parts: readonly (Stmt | Expr)[];
}

export type Expr =
  | BoolOp | NamedExpr | BinOp | UnaryOp | Lambda | IfExp | Dict | Collection | Comprehension | DictComp | Await | Yield
  | YieldFrom | Compare | Call | FormattedValue | JoinedStr | Constant | Attribute | Subscript | Starred | Name | Slice
  | ErrorExpr;

// Patterns of `match`

export interface MatchValue extends Node<'MatchValue'> { readonly value: Expr }
export interface MatchSingleton extends Node<'MatchSingleton'> { readonly value: true | false | null }
export interface MatchSequence extends Node<'MatchSequence'> { readonly patterns: readonly Pattern[] }
export interface MatchMapping extends Node<'MatchMapping'> {
  readonly keys: readonly Expr[];
  readonly patterns: readonly Pattern[];
  readonly rest: Ident | null;
}
export interface MatchClass extends Node<'MatchClass'> {
  readonly cls: Expr;
  readonly patterns: readonly Pattern[];
  readonly keywords: readonly { readonly name: Ident; readonly pattern: Pattern }[];
}
export interface MatchStar extends Node<'MatchStar'> { readonly name: Ident | null }
/** No pattern and no name: the wildcard `_`. No pattern: a capture. */
export interface MatchAs extends Node<'MatchAs'> { readonly pattern: Pattern | null; readonly name: Ident | null }
export interface MatchOr extends Node<'MatchOr'> { readonly patterns: readonly Pattern[] }
export interface ErrorPattern extends Node<'ErrorPattern'> {}

export type Pattern =
  | MatchValue | MatchSingleton | MatchSequence | MatchMapping | MatchClass | MatchStar | MatchAs | MatchOr
  | ErrorPattern;
