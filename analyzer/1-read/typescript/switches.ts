// `switch` in, a chain of ifs over a value that is looked at once out. A case that falls through carries the bodies
// of those after it, up to the first break; a break inside of something else leaves a loop of one turn around it all.

import type ts from 'typescript';
import type * as ir from '../../program.ts';
import type { ToProgram } from './context.ts';
import { nameAt, unknownStatement } from './context.ts';

export function lowerSwitch(to: ToProgram, node: ts.SwitchStatement): ir.Statement {
  const { ts } = to;
  const span = to.span(node);
  const { clauses } = node.caseBlock;
  const jumps = jumpsOut(to, clauses);
  if (jumps.breaks && jumps.continues) return unknownStatement(to, node, 'a switch that both breaks and continues from inside');
  const subject = nameAt(to.span(node.expression), 'switch');
  let chain: ir.Block = [];
  const last = clauses.findIndex((clause) => ts.isDefaultClause(clause));
  if (last >= 0) chain = bodyFrom(to, clauses, last);
  for (let i = clauses.length - 1; i >= 0; i--) {
    const clause = clauses[i];
    if (!clause || ts.isDefaultClause(clause)) continue;
    const at = to.span(clause.expression);
    const test: ir.Expression = { kind: 'compare', span: at, left: subject, rest: [{ operator: '===', right: to.expression(clause.expression) }] };
    chain = [{ kind: 'if', span: to.span(clause), test, then: bodyFrom(to, clauses, i), otherwise: chain }];
  }
  const once: ir.Expression = { kind: 'literal', span, literal: { type: 'bool', value: false } };
  const inside: ir.Block = jumps.breaks ? [{ kind: 'while', span, test: once, body: chain, otherwise: [], testLast: true }] : chain;
  const look: ir.Statement = { kind: 'assignment', span: subject.span, targets: [subject], value: to.expression(node.expression), declares: 'const' };
  return { kind: 'block', span, body: [look, ...inside] };
}

function bodyFrom(to: ToProgram, clauses: readonly ts.CaseOrDefaultClause[], from: number): ir.Block {
  const statements: ts.Statement[] = [];
  for (const clause of clauses.slice(from)) {
    for (const statement of flat(to, clause.statements)) {
      if (endsSwitch(to, statement)) return to.block(statements);
      statements.push(statement);
      if (leaves(to, statement)) return to.block(statements);
    }
  }
  return to.block(statements);
}

/** A case in braces is what is inside of them. */
function flat(to: ToProgram, statements: readonly ts.Statement[]): readonly ts.Statement[] {
  return statements.flatMap((statement) => (to.ts.isBlock(statement) ? flat(to, statement.statements) : [statement]));
}

const endsSwitch = (to: ToProgram, node: ts.Statement): boolean => to.ts.isBreakStatement(node) && !node.label;
const leaves = ({ ts }: ToProgram, node: ts.Statement): boolean => ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isContinueStatement(node);

/** Whether a break of this switch, or a continue of a loop around it, stands inside of another statement. */
function jumpsOut(to: ToProgram, clauses: readonly ts.CaseOrDefaultClause[]): { readonly breaks: boolean; readonly continues: boolean } {
  const { ts } = to;
  let breaks = false;
  let continues = false;
  const visit = (node: ts.Node, ownsBreak: boolean, ownsContinue: boolean): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isBreakStatement(node) && !node.label && !ownsBreak) breaks = true;
    if (ts.isContinueStatement(node) && !ownsContinue) continues = true;
    const isLoop = ts.isIterationStatement(node, false);
    ts.forEachChild(node, (child) => visit(child, ownsBreak || isLoop || ts.isSwitchStatement(node), ownsContinue || isLoop));
  };
  for (const clause of clauses) for (const statement of flat(to, clause.statements)) if (!endsSwitch(to, statement)) visit(statement, false, false);
  return { breaks, continues };
}
