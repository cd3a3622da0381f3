// The program IR: what every front end hands to the executor. Few statements, few expressions, nothing that only
// one language has a word for. A front end makes it without understanding it (no name is resolved, nothing is
// folded); what it cannot express becomes an `unknown` node with a reason, in place. Every node carries its span.
// The executor may assume: spans lie inside `Program.text`, and targets are the `Target` forms and nothing else.

import type {
  BinaryOperator, Comment, CompareOperator, Declares, Language, LiteralExpression, NameExpression, Problem, Span, UnaryOperator,
  UnknownExpression, UnknownStatement,
} from './program-parts.ts';

export type * from './program-parts.ts';

/** One file. */
export interface Program {
  readonly language: Language;
  readonly file: string;
  readonly text: string;
  /** Where the text's sections lie elsewhere in the file (source.ts). */
  readonly source?: Source;
  readonly body: Block;
  /** In source order, with the text after the comment sign; docstrings are the first statement of their body. */
  readonly comments: readonly Comment[];
  /** What the parser could not read: the rest of the file is still there. */
  readonly problems: readonly Problem[];
}

/** A file and its sections: where they start in the program's text, in ascending order, and where in the file's. */
export interface Source { readonly text: string; readonly sections: readonly { readonly start: number; readonly at: number }[] }

export type Block = readonly Statement[];

// ---------------------------------------------------------------------------------------------- statements

export type Statement =
  | ExpressionStatement | AssignStatement | UpdateStatement | IfStatement | WhileStatement | ForStatement
  | FunctionStatement | ClassStatement | ReturnStatement | RaiseStatement | TryStatement | WithStatement
  | AssertStatement | DeleteStatement | JumpStatement | ScopeStatement | ImportStatement | ExportStatement
  | MatchStatement | BlockStatement | UnknownStatement;

/** An expression for its effect: `f(x)`, a docstring, `x = 1` of JavaScript as `assign`. */
export interface ExpressionStatement { readonly kind: 'expression'; readonly span: Span; readonly value: Expression }

/** `a = b = value`, `x: T = value`, `x: T` (no value), `const {a, b} = value`. All targets get the one value. */
export interface AssignStatement {
  readonly kind: 'assignment';
  readonly span: Span;
  readonly targets: readonly Target[];
  readonly value?: Expression;
  readonly annotation?: Expression;
  readonly declares?: Declares;
}

/** `target op= value`. */
export interface UpdateStatement {
  readonly kind: 'update';
  readonly span: Span;
  readonly target: Target;
  readonly operator: BinaryOperator;
  readonly value: Expression;
}

/** `if`; an `elif` or `switch` case is an `if` alone in `otherwise`. */
export interface IfStatement {
  readonly kind: 'if';
  readonly span: Span;
  readonly test: Expression;
  readonly then: Block;
  readonly otherwise: Block;
}

/** `while`; `otherwise` runs when no `break` ended it, `step` after each turn (`continue` included), `testLast` for do-while. */
export interface WhileStatement {
  readonly kind: 'while';
  readonly span: Span;
  readonly test: Expression;
  readonly body: Block;
  readonly otherwise: Block;
  readonly step?: Block;
  readonly testLast?: boolean;
}

/** A loop over what an iterable yields; `over: 'keys'` is for-in of JavaScript. */
export interface ForStatement {
  readonly kind: 'for';
  readonly span: Span;
  readonly target: Target;
  readonly iterable: Expression;
  readonly body: Block;
  readonly otherwise: Block;
  readonly over?: 'values' | 'keys';
  readonly declares?: Declares;
}

/** `def name…` or `function name…`; decorators from top to bottom. */
export interface FunctionStatement {
  readonly kind: 'function';
  readonly span: Span;
  readonly name: string;
  readonly nameSpan: Span;
  readonly function: FunctionExpression;
  readonly decorators: readonly Expression[];
}

/** A class declaration; see `ClassExpression` for its parts. */
export interface ClassStatement {
  readonly kind: 'class';
  readonly span: Span;
  readonly name: string;
  readonly nameSpan: Span;
  readonly class: ClassExpression;
  readonly decorators: readonly Expression[];
}

/** `return` with or without a value. */
export interface ReturnStatement { readonly kind: 'return'; readonly span: Span; readonly value?: Expression }

/** `raise`, `throw`; without a value it raises again what is being handled. */
export interface RaiseStatement { readonly kind: 'raise'; readonly span: Span; readonly value?: Expression }

/** `try`; `otherwise` runs when nothing was raised, `finally` always. */
export interface TryStatement {
  readonly kind: 'try';
  readonly span: Span;
  readonly body: Block;
  readonly handlers: readonly Handler[];
  readonly otherwise: Block;
  readonly finally: Block;
}

/** One `except`/`catch`; `type` absent catches all; `target` names what was caught. */
export interface Handler { readonly span: Span; readonly type?: Expression; readonly target?: Target; readonly body: Block }

/** `with context as target, …:`. */
export interface WithStatement {
  readonly kind: 'with';
  readonly span: Span;
  readonly items: readonly { readonly context: Expression; readonly target?: Target }[];
  readonly body: Block;
}

/** `assert test, message`. */
export interface AssertStatement { readonly kind: 'assert'; readonly span: Span; readonly test: Expression; readonly message?: Expression }

/** `del a, b[i], c.d`; `delete` of JavaScript. */
export interface DeleteStatement { readonly kind: 'delete'; readonly span: Span; readonly targets: readonly Target[] }

/** `break` and `continue`, with a label where the language has them. */
export interface JumpStatement { readonly kind: 'break' | 'continue'; readonly span: Span; readonly label?: string }

/** `global` and `nonlocal`. */
export interface ScopeStatement { readonly kind: 'global' | 'nonlocal'; readonly span: Span; readonly names: readonly string[] }

/**
 * `import a.b` (module 'a.b', binds 'a' to the package a), `import a.b as c` (whole: c), `from ..m import x as y, *`,
 * `import d, {x as y} from 'm'` (name 'default'), `import * as m`, `const m = require('m')`.
 */
export interface ImportStatement {
  readonly kind: 'import';
  readonly span: Span;
  /** Dotted name or path as written, without Python's leading dots. */
  readonly module: string;
  /** Python's leading dots; 0 for an absolute import. */
  readonly level: number;
  /** The local name of the module itself; for a plain `import a.b` it is `a`, with `bindsPackage`. */
  readonly whole?: string;
  readonly bindsPackage?: boolean;
  /** What is taken out of the module; `name: '*'` takes all. */
  readonly names: readonly { readonly span: Span; readonly name: string; readonly as: string }[];
}

/** `export`: of names (from a module), of a declaration (wrapped), or of a default value. Python has none. */
export interface ExportStatement {
  readonly kind: 'export';
  readonly span: Span;
  readonly declaration?: Statement;
  readonly value?: Expression;
  readonly names: readonly { readonly name: string; readonly as: string }[];
  readonly module?: string;
}

/** `match` of Python. */
export interface MatchStatement {
  readonly kind: 'match';
  readonly span: Span;
  readonly subject: Expression;
  readonly cases: readonly { readonly span: Span; readonly pattern: Pattern; readonly guard?: Expression; readonly body: Block }[];
}

/** A lexical scope of its own (JavaScript's braces); `label` for a labelled statement. */
export interface BlockStatement { readonly kind: 'block'; readonly span: Span; readonly body: Block; readonly label?: string }

// --------------------------------------------------------------------------------------------- expressions

export type Expression =
  | LiteralExpression | NameExpression | AttributeExpression | SubscriptExpression | SliceExpression
  | CallExpression | UnaryExpression | BinaryExpression | LogicalExpression | CompareExpression
  | ConditionalExpression | SequenceExpression | DictExpression | SpreadExpression | FunctionExpression
  | ClassExpression | ComprehensionExpression | TemplateExpression | AssignExpression | AwaitExpression
  | YieldExpression | UnknownExpression;

/** `int` where the language's literal is one (JavaScript: no fraction and no exponent); a big one keeps only `text`. */

/** `object.name`, `object?.name`. */
export interface AttributeExpression {
  readonly kind: 'attribute';
  readonly span: Span;
  readonly object: Expression;
  readonly name: string;
  readonly nameSpan: Span;
  readonly optional?: boolean;
}

/** `object[index]`; `x[a, b:c]` has a tuple with a slice inside. */
export interface SubscriptExpression {
  readonly kind: 'subscript';
  readonly span: Span;
  readonly object: Expression;
  readonly index: Expression;
  readonly optional?: boolean;
}

/** `lower:upper:step`, only inside a subscript. */
export interface SliceExpression {
  readonly kind: 'slice';
  readonly span: Span;
  readonly lower?: Expression;
  readonly upper?: Expression;
  readonly step?: Expression;
}

/** A call; arguments in source order. `constructs` is `new C()` of JavaScript. */
export interface CallExpression {
  readonly kind: 'call';
  readonly span: Span;
  readonly callee: Expression;
  readonly args: readonly Argument[];
  readonly optional?: boolean;
  readonly constructs?: boolean;
}

/** `value`, `name=value`, `*value` (spread 'sequence'), `**value` (spread 'mapping'). */
export interface Argument {
  readonly span: Span;
  readonly value: Expression;
  readonly name?: string;
  readonly spread?: 'sequence' | 'mapping';
}

export interface UnaryExpression { readonly kind: 'unary'; readonly span: Span; readonly operator: UnaryOperator; readonly operand: Expression }

/** `left op right`; `&&`, `||` and `??` occur only as the operator of an `update` or `assign`. */
export interface BinaryExpression {
  readonly kind: 'binary';
  readonly span: Span;
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `and`, `or` (JavaScript: `&&`, `||`) and `??`: the value is one of the operands. */
export interface LogicalExpression {
  readonly kind: 'logical';
  readonly span: Span;
  readonly operator: 'and' | 'or' | '??';
  readonly left: Expression;
  readonly right: Expression;
}

/** `left < a <= b`: each neighbouring pair is compared, each operand evaluated once. */
export interface CompareExpression {
  readonly kind: 'compare';
  readonly span: Span;
  readonly left: Expression;
  readonly rest: readonly { readonly operator: CompareOperator; readonly right: Expression }[];
}

/** `yes if test else no`, `test ? yes : no`. */
export interface ConditionalExpression {
  readonly kind: 'conditional';
  readonly span: Span;
  readonly test: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}

/** `(a, b)`, `[a, *b]`, `{a, b}`; JavaScript's arrays are lists; elements may be `spread`. */
export interface SequenceExpression {
  readonly kind: 'tuple' | 'list' | 'set';
  readonly span: Span;
  readonly elements: readonly Expression[];
}

/** `{k: v, **rest}`; JavaScript's object literals have string keys, methods as functions. Without a key it is a spread. */
export interface DictExpression {
  readonly kind: 'dict';
  readonly span: Span;
  readonly entries: readonly { readonly key?: Expression; readonly value: Expression }[];
}

/** `*value`, `...value`: only inside sequences. */
export interface SpreadExpression { readonly kind: 'spread'; readonly span: Span; readonly value: Expression }

/** Any function; an expression body is one `return`. */
export interface FunctionExpression {
  readonly kind: 'lambda';
  readonly span: Span;
  readonly name?: string;
  readonly params: readonly Param[];
  readonly body: Block;
  readonly returns?: Expression;
  readonly isAsync?: boolean;
  readonly isGenerator?: boolean;
  /** An arrow function or a Python lambda: `this` is the enclosing one. */
  readonly isArrow?: boolean;
}

/**
 * A parameter. `rest` is `*args`, `keywords` is `**kwargs`; `keyword` follows a bare `*`, `position` precedes a `/`.
 * A destructuring parameter has a `target` besides its made-up name.
 */
export interface Param {
  readonly span: Span;
  readonly name: string;
  readonly how: 'position' | 'either' | 'keyword' | 'rest' | 'keywords';
  readonly target?: Target;
  readonly default?: Expression;
  readonly annotation?: Expression;
}

/** A class. Fields of JavaScript are assignments in `body`, methods functions; `static` ones carry the decorator name 'staticmethod'. */
export interface ClassExpression {
  readonly kind: 'class';
  readonly span: Span;
  readonly name?: string;
  readonly bases: readonly Argument[];
  readonly body: Block;
}

/** `[element for …]`, `{k: v for …}` (element is the key), `(element for …)`. */
export interface ComprehensionExpression {
  readonly kind: 'comprehension';
  readonly span: Span;
  readonly makes: 'list' | 'set' | 'dict' | 'generator';
  readonly element: Expression;
  readonly value?: Expression;
  readonly clauses: readonly { readonly target: Target; readonly iterable: Expression; readonly conditions: readonly Expression[] }[];
}

/** f-strings and template strings: text and values in order. */
export interface TemplateExpression {
  readonly kind: 'template';
  readonly span: Span;
  readonly parts: readonly (string | { readonly value: Expression; readonly format?: string })[];
}

/** An assignment that is a value: the walrus, `x = 1`, `x += 1`, `x++` (`gives: 'before'`). */
export interface AssignExpression {
  readonly kind: 'assign';
  readonly span: Span;
  readonly target: Target;
  readonly operator?: BinaryOperator;
  readonly value: Expression;
  readonly gives?: 'before';
}

/** `await value`. */
export interface AwaitExpression { readonly kind: 'await'; readonly span: Span; readonly value: Expression }

/** `yield value`, `yield from value`. */
export interface YieldExpression { readonly kind: 'yield'; readonly span: Span; readonly value?: Expression; readonly from?: boolean }

// ------------------------------------------------------------------------------------- targets and patterns

export type Target = NameExpression | AttributeExpression | SubscriptExpression | SequenceTarget | ObjectTarget | UnknownExpression;

/** `a, (b, *c)`, `[a, , b = 1]`: an element without a target is skipped, `rest` takes what is left. */
export interface SequenceTarget {
  readonly kind: 'sequence-target';
  readonly span: Span;
  readonly elements: readonly { readonly target?: Target; readonly rest?: boolean; readonly default?: Expression }[];
}

/** `{a, b: c = 1, ...rest}` of JavaScript. */
export interface ObjectTarget {
  readonly kind: 'object-target';
  readonly span: Span;
  readonly entries: readonly { readonly key: Expression; readonly target: Target; readonly default?: Expression }[];
  readonly rest?: Target;
}

/** What a `case` compares with. */
export type Pattern =
  | { readonly kind: 'any'; readonly span: Span; readonly name?: string }
  | { readonly kind: 'value'; readonly span: Span; readonly value: Expression }
  | { readonly kind: 'sequence'; readonly span: Span; readonly elements: readonly { readonly pattern: Pattern; readonly rest?: boolean }[] }
  | { readonly kind: 'mapping'; readonly span: Span; readonly entries: readonly { readonly key: Expression; readonly pattern: Pattern }[]; readonly rest?: string }
  | { readonly kind: 'instance'; readonly span: Span; readonly class: Expression; readonly positional: readonly Pattern[]; readonly named: readonly { readonly name: string; readonly pattern: Pattern }[] }
  | { readonly kind: 'either'; readonly span: Span; readonly options: readonly Pattern[] }
  | { readonly kind: 'also'; readonly span: Span; readonly pattern: Pattern; readonly name: string }
  | { readonly kind: 'unknown'; readonly span: Span; readonly reason: string };
