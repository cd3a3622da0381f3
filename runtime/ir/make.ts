// Makes expressions and statements of the loop language. Kinds that have much in common are objects of one form, with what a
// kind lacks left undefined: an engine tells four forms apart where it reads a member, and looks up in a table if there
// are more, which every walk over a kernel would pay for.
import type { BinaryOp, CompareOp, Expr, ScalarType, Stmt, UnaryOp } from './loops.ts';

type Of<K extends Expr['kind']> = Extract<Expr, { kind: K }>;

function leaf(kind: 'const' | 'var' | 'local', type: ScalarType, name: string | undefined, value: number | bigint | undefined, isParameter: true | undefined): unknown {
  return { kind, type, name, value, isParameter };
}

export const literal = (type: ScalarType, value: number | bigint, isParameter?: true): Of<'const'> => leaf('const', type, undefined, value, isParameter) as Of<'const'>;
export const variable = (name: string): Of<'var'> => leaf('var', 'index', name, undefined, undefined) as Of<'var'>;
export const local = (type: ScalarType, name: string): Of<'local'> => leaf('local', type, name, undefined, undefined) as Of<'local'>;

/** Each is for one kind of operation. */
interface Promises {
  readonly mayFuse?: true | undefined;
  readonly eitherZero?: true | undefined;
  readonly nonPositive?: true | undefined;
  readonly inRange?: true | undefined;
}
const NONE: Promises = {};

type Operation = Of<'unary' | 'binary' | 'compare' | 'cast' | 'bits'>;

function operation(kind: Operation['kind'], type: ScalarType, op: UnaryOp | BinaryOp | CompareOp | undefined, x: Expr, y: Expr | undefined, { mayFuse, eitherZero, nonPositive, inRange }: Promises): Operation {
  return { kind, type, op, x, y, mayFuse, eitherZero, nonPositive, inRange } as unknown as Operation;
}

export const unaryOf = (op: UnaryOp, x: Expr, promises = NONE): Expr => operation('unary', x.type, op, x, undefined, promises);
export const binaryOf = (op: BinaryOp, type: ScalarType, x: Expr, y: Expr, promises = NONE): Expr => operation('binary', type, op, x, y, promises);
export const compareOf = (op: CompareOp, x: Expr, y: Expr): Expr => operation('compare', 'bool', op, x, y, NONE);
export const castOf = (type: ScalarType, x: Expr, promises = NONE): Expr => operation('cast', type, undefined, x, undefined, promises);
export const bitsOf = (type: ScalarType, x: Expr): Expr => operation('bits', type, undefined, x, undefined, NONE);
export const loadOf = (type: Of<'load'>['type'], buffer: string, at: Expr): Expr => ({ kind: 'load', type, buffer, at });
export const selectOf = (when: Expr, yes: Expr, no: Expr): Expr => ({ kind: 'select', type: yes.type, when, yes, no });

/** The same expression over other operands; itself where none changes. */
export function overOperands(e: Expr, map: (operand: Expr) => Expr, second = map): Expr {
  switch (e.kind) {
    case 'const':
    case 'var':
    case 'local': return e;
    case 'load': {
      const at = map(e.at);
      return at === e.at ? e : loadOf(e.type, e.buffer, at);
    }
    case 'select': {
      const [when, yes, no] = [map(e.when), map(e.yes), map(e.no)];
      return when === e.when && yes === e.yes && no === e.no ? e : selectOf(when, yes, no);
    }
    case 'unary':
    case 'cast':
    case 'bits': {
      const x = map(e.x);
      return x === e.x ? e : operation(e.kind, e.type, e.kind === 'unary' ? e.op : undefined, x, undefined, e as Promises);
    }
    case 'binary':
    case 'compare': {
      const [x, y] = [map(e.x), second(e.y)];
      return x === e.x && y === e.y ? e : operation(e.kind, e.type, e.op, x, y, e as Promises);
    }
  }
}

function assignment(kind: 'let' | 'set', name: string, type: ScalarType | undefined, value: Expr): unknown {
  return { kind, name, type, value };
}

export const letBe = (name: string, type: ScalarType, value: Expr): Stmt => assignment('let', name, type, value) as Stmt;
export const set = (name: string, value: Expr): Stmt => assignment('set', name, undefined, value) as Stmt;
