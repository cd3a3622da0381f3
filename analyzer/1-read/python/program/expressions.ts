// Expressions of the syntax tree in, expressions of the program IR out, one for one.

import type * as ir from '../../../program.ts';
import { unreachable } from '../../../../runtime/invariant.ts';
import type { Arguments, Arg, BinaryOperator, Call, CompareOperator, ConstantValue, Expr, Generator, JoinedStr, Keyword, Range } from '../ast.ts';
import { unknown } from './context.ts';
import type { ToProgram } from './context.ts';
import { hasYield } from './yields.ts';

export const binaryOperators = {
  Add: '+', Sub: '-', Mult: '*', MatMult: '@', Div: '/', Mod: '%', Pow: '**', LShift: '<<', RShift: '>>', BitOr: '|',
  BitXor: '^', BitAnd: '&', FloorDiv: '//',
} as const satisfies Record<BinaryOperator, ir.BinaryOperator>;

const unaryOperators = { Invert: '~', Not: 'not', UAdd: '+', USub: '-' } as const;

const compareOperators = {
  Eq: '==', NotEq: '!=', Lt: '<', LtE: '<=', Gt: '>', GtE: '>=', Is: 'is', IsNot: 'is not', In: 'in', NotIn: 'not in',
} as const satisfies Record<CompareOperator, ir.CompareOperator>;

const sequences = { Tuple: 'tuple', List: 'list', Set: 'set' } as const;
const comprehensions = { ListComp: 'list', SetComp: 'set', GeneratorExp: 'generator' } as const;

export function lowerExpression(to: ToProgram, e: Expr): ir.Expression {
  const span = to.span(e.range);
  switch (e.kind) {
    case 'Constant': return { kind: 'literal', span, literal: literal(e.value) };
    case 'Name': return { kind: 'name', span, name: e.id };
    case 'Attribute':
      return { kind: 'attribute', span, object: to.expression(e.value), name: e.attr.text, nameSpan: to.span(e.attr.range) };
    case 'Subscript': return { kind: 'subscript', span, object: to.expression(e.value), index: to.expression(e.slice) };
    case 'Slice': return slice(to, span, e.lower, e.upper, e.step);
    case 'Call': return { kind: 'call', span, callee: to.expression(e.func), args: callArguments(to, e) };
    case 'UnaryOp': return { kind: 'unary', span, operator: unaryOperators[e.op], operand: to.expression(e.operand) };
    case 'BinOp':
      return { kind: 'binary', span, operator: binaryOperators[e.op], left: to.expression(e.left), right: to.expression(e.right) };
    case 'BoolOp': return logical(to, e.op === 'And' ? 'and' : 'or', e.values, e.range);
    case 'Compare': {
      const rest = e.ops.map((op, index) => ({
        operator: compareOperators[op], right: to.expression(e.comparators[index] ?? e.left) }));
      return { kind: 'compare', span, left: to.expression(e.left), rest };
    }
    case 'IfExp':
      return { kind: 'conditional', span, test: to.expression(e.test), yes: to.expression(e.body), no: to.expression(e.orelse) };
    case 'Tuple': case 'List': case 'Set':
      return { kind: sequences[e.kind], span, elements: e.elts.map((element) => to.expression(element)) };
    case 'Dict': {
      const entries = e.values.map((value, index) => {
        const key = e.keys[index];
        return key ? { key: to.expression(key), value: to.expression(value) } : { value: to.expression(value) };
      });
      return { kind: 'dict', span, entries };
    }
    case 'Starred': return { kind: 'spread', span, value: to.expression(e.value) };
    case 'Lambda': return lambda(to, span, e.args, e.body);
    case 'ListComp': case 'SetComp': case 'GeneratorExp':
      return { kind: 'comprehension', span, makes: comprehensions[e.kind], element: to.expression(e.elt), clauses: clauses(to, e.generators) };
    case 'DictComp':
      return {
        kind: 'comprehension', span, makes: 'dict', element: to.expression(e.key), value: to.expression(e.value),
        clauses: clauses(to, e.generators),
      };
    case 'JoinedStr': return template(to, e);
    case 'FormattedValue': return unknown(to, e.range, 'a field outside of an f-string');
    case 'NamedExpr': return { kind: 'assign', span, target: to.target(e.target), value: to.expression(e.value) };
    case 'Await': return { kind: 'await', span, value: to.expression(e.value) };
    case 'Yield': return e.value === null ? { kind: 'yield', span } : { kind: 'yield', span, value: to.expression(e.value) };
    case 'YieldFrom': return { kind: 'yield', span, value: to.expression(e.value), from: true };
    case 'ErrorExpr': return unknown(to, e.range, e.reason);
    default: return unreachable(e);
  }
}

function literal(value: ConstantValue): ir.Literal {
  switch (value.type) {
    case 'None': return { type: 'none' };
    case 'Ellipsis': return { type: 'ellipsis' };
    case 'str': return { type: 'string', value: value.value };
    case 'int': {
      const number = Number(value.value);
      return Number.isSafeInteger(number) ? { type: 'int', value: number } : { type: 'int', value: number, text: String(value.value) };
    }
    default: return value;
  }
}

function slice(to: ToProgram, span: ir.Span, lower: Expr | null, upper: Expr | null, step: Expr | null): ir.SliceExpression {
  return {
    kind: 'slice', span, ...(lower && { lower: to.expression(lower) }), ...(upper && { upper: to.expression(upper) }),
    ...(step && { step: to.expression(step) }),
  };
}

/** Of `f(a, *b, c=d, *e)` the arguments in the order of the text; the tree keeps keywords apart. */
export function callArguments(to: ToProgram, call: Pick<Call, 'args' | 'keywords'>): ir.Argument[] {
  const inOrder = [...call.args, ...call.keywords].toSorted((a, b) => a.range.start - b.range.start);
  return inOrder.map((argument) => (argument.kind === 'keyword' ? keyword(to, argument) : positional(to, argument)));
}

function keyword(to: ToProgram, argument: Keyword): ir.Argument {
  const span = to.span(argument.range);
  const value = to.expression(argument.value);
  return argument.name === null ? { span, value, spread: 'mapping' } : { span, value, name: argument.name.text };
}

function positional(to: ToProgram, argument: Expr): ir.Argument {
  const span = to.span(argument.range);
  if (argument.kind === 'Starred') return { span, value: to.expression(argument.value), spread: 'sequence' };
  return { span, value: to.expression(argument) };
}

function logical(to: ToProgram, operator: 'and' | 'or', values: readonly Expr[], range: Range): ir.Expression {
  const [first, ...rest] = values;
  if (first === undefined) return unknown(to, range, 'an expression is missing');
  return rest.reduce<ir.Expression>((left, value) => ({
    kind: 'logical', span: to.span({ start: range.start, end: value === rest.at(-1) ? range.end : value.range.end }),
    operator, left, right: to.expression(value),
  }), to.expression(first));
}

function clauses(to: ToProgram, generators: readonly Generator[]): ir.ComprehensionExpression['clauses'] {
  return generators.map((generator) => ({
    target: to.target(generator.target),
    iterable: generator.isAsync ? unknown(to, generator.iter.range, 'an asynchronous loop') : to.expression(generator.iter),
    conditions: generator.ifs.map((condition) => to.expression(condition)),
  }));
}

function template(to: ToProgram, e: JoinedStr): ir.TemplateExpression {
  const parts = e.values.map((part): ir.TemplateExpression['parts'][number] => {
    if (part.kind === 'Constant') return part.value.type === 'str' ? part.value.value : '';
    const value = to.expression(part.value);
    const shape = part.format === null ? '' : to.text.slice(part.format.range.start, part.format.range.end);
    const format = (part.conversion === null ? '' : `!${part.conversion}`) + shape;
    return format === '' ? { value } : { value, format };
  });
  return { kind: 'template', span: to.span(e.range), parts };
}

function lambda(to: ToProgram, span: ir.Span, args: Arguments, body: Expr): ir.FunctionExpression {
  const result: ir.ReturnStatement = { kind: 'return', span: to.span(body.range), value: to.expression(body) };
  const isGenerator = hasYield(to.text, body.range, body);
  return { kind: 'lambda', span, params: parameters(to, args), body: [result], isArrow: true, ...(isGenerator && { isGenerator }) };
}

export function parameters(to: ToProgram, args: Arguments): ir.Param[] {
  const all = (list: readonly (Arg | null)[], how: ir.Param['how']): ir.Param[] => (
    list.flatMap((arg) => (arg === null ? [] : [parameter(to, arg, how)])));
  return [
    ...all(args.posonly, 'position'), ...all(args.args, 'either'), ...all([args.vararg], 'rest'),
    ...all(args.kwonly, 'keyword'), ...all([args.kwarg], 'keywords'),
  ];
}

function parameter(to: ToProgram, arg: Arg, how: ir.Param['how']): ir.Param {
  const range = { start: arg.range.start, end: arg.default?.range.end ?? arg.range.end };
  return {
    span: to.span(range), name: arg.name.text, how, ...(arg.default && { default: to.expression(arg.default) }),
    ...(arg.annotation && { annotation: to.expression(arg.annotation) }),
  };
}
