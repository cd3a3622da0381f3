// Patterns of `match`: from the syntax tree to the program IR, one for one.

import type * as ir from '../../../program.ts';
import { unreachable } from '../../../../runtime/invariant.ts';
import type { Ident, Pattern } from '../ast.ts';
import type { ToProgram } from './context.ts';

export function lowerPattern(to: ToProgram, pattern: Pattern): ir.Pattern {
  const span = to.span(pattern.range);
  switch (pattern.kind) {
    case 'MatchValue': return { kind: 'value', span, value: to.expression(pattern.value) };
    case 'MatchSingleton': {
      const literal: ir.Literal = pattern.value === null ? { type: 'none' } : { type: 'bool', value: pattern.value };
      return { kind: 'value', span, value: { kind: 'literal', span, literal } };
    }
    case 'MatchSequence': {
      const elements = pattern.patterns.map((element) => (
        element.kind === 'MatchStar' ? { pattern: lowerPattern(to, element), rest: true } : { pattern: lowerPattern(to, element) }));
      return { kind: 'sequence', span, elements };
    }
    case 'MatchMapping': return mapping(to, pattern);
    case 'MatchClass':
      return {
        kind: 'instance', span, class: to.expression(pattern.cls),
        positional: pattern.patterns.map((inner) => lowerPattern(to, inner)),
        named: pattern.keywords.map(({ name, pattern: inner }) => ({ name: name.text, pattern: lowerPattern(to, inner) })),
      };
    case 'MatchStar': return capture(span, pattern.name);
    case 'MatchAs':
      if (pattern.pattern === null) return capture(span, pattern.name);
      return { kind: 'also', span, pattern: lowerPattern(to, pattern.pattern), name: pattern.name?.text ?? '_' };
    case 'MatchOr': return { kind: 'either', span, options: pattern.patterns.map((option) => lowerPattern(to, option)) };
    case 'ErrorPattern': return { kind: 'unknown', span, reason: 'a pattern that does not parse' };
    default: return unreachable(pattern);
  }
}

function capture(span: ir.Span, name: Ident | null): ir.Pattern {
  return name === null ? { kind: 'any', span } : { kind: 'any', span, name: name.text };
}

function mapping(to: ToProgram, pattern: Extract<Pattern, { kind: 'MatchMapping' }>): ir.Pattern {
  const entries = pattern.keys.flatMap((key, index) => {
    const inner = pattern.patterns[index];
    return inner === undefined ? [] : [{ key: to.expression(key), pattern: lowerPattern(to, inner) }];
  });
  return { kind: 'mapping', span: to.span(pattern.range), entries, ...(pattern.rest && { rest: pattern.rest.text }) };
}
