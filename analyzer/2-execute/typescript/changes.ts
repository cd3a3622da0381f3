// What functions may change that outlives them: program IR in; variables that they assign, things whose contents they
// change and fields that they set out, by name. `forget` makes all that unknown, for code that runs who knows when.

import type * as ir from '../../program.ts';
import type { Machine } from '../machine.ts';
import type { Cells, DictValue, Env, InstanceValue, UnknownValue, Value } from '../values.ts';

export interface Changes {
  readonly variables: Set<string>;
  /** Contents of what this variable or field holds; fields that are set by name are apart. */
  readonly contents: Set<string>;
  readonly fields: Set<string>;
}

const MUTATORS = new Set(['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'set', 'add', 'delete', 'clear', 'copyWithin']);

const known = new WeakMap<object, Changes>();

/** Of all functions below a node (`ofItself`: of the node, too). */
export function changesIn(node: ir.Block | ir.FunctionExpression, ofItself: boolean): Changes {
  const found = known.get(node);
  if (found) return found;
  const changes: Changes = { variables: new Set(), contents: new Set(), fields: new Set() };
  if (ofItself || !Array.isArray(node)) visit(node, ofItself, changes);
  else for (const statement of node as ir.Block) addAll(changes, below(statement));
  known.set(node, changes);
  return changes;
}

const ofStatements = new WeakMap<ir.Statement, Changes>();

/** Statements stay what they are when a file is read again. */
function below(statement: ir.Statement): Changes {
  let changes = ofStatements.get(statement);
  if (!changes) {
    ofStatements.set(statement, (changes = { variables: new Set(), contents: new Set(), fields: new Set() }));
    visit(statement, false, changes);
  }
  return changes;
}

function addAll(to: Changes, from: Changes): void {
  for (const name of from.variables) to.variables.add(name);
  for (const name of from.contents) to.contents.add(name);
  for (const name of from.fields) to.fields.add(name);
}

/** Text that two of them share when they are the same. */
export const textOf = ({ variables, contents, fields }: Changes): string => [variables, contents, fields].map((names) => [...names].sort().join()).join('\n');

function visit(node: unknown, inFunction: boolean, changes: Changes): void {
  if (Array.isArray(node)) {
    for (const part of node) visit(part, inFunction, changes);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const inside = inFunction || ('kind' in node && node.kind === 'lambda');
  if (inside) note(node as ir.Statement | ir.Expression, changes);
  for (const [key, part] of Object.entries(node)) if (key !== 'span' && key !== 'nameSpan') visit(part, inside, changes);
}

function note(node: ir.Statement | ir.Expression, changes: Changes): void {
  if (node.kind === 'assign' || node.kind === 'update') noteTarget(node.target, changes);
  if (node.kind === 'assignment' && !node.declares) for (const target of node.targets) noteTarget(target, changes);
  if (node.kind === 'delete') for (const target of node.targets) noteTarget(target, changes);
  if (node.kind === 'call' && node.callee.kind === 'attribute' && MUTATORS.has(node.callee.name)) noteContents(node.callee.object, changes);
}

function noteTarget(target: ir.Target, changes: Changes): void {
  switch (target.kind) {
    case 'name': changes.variables.add(target.name); break;
    case 'attribute': changes.fields.add(target.name); break;
    case 'subscript': noteContents(target.object, changes); break;
    case 'sequence-target': for (const element of target.elements) if (element.target) noteTarget(element.target, changes); break;
    case 'object-target': for (const entry of target.entries) noteTarget(entry.target, changes); break;
    default:
  }
}

function noteContents(object: ir.Expression, changes: Changes): void {
  if (object.kind === 'name' || object.kind === 'attribute') changes.contents.add(object.name);
}

/** Everything of this kind that is in sight from a scope becomes unknown. */
export function forget(m: Machine, env: Env, changes: Changes): void {
  const seen = new Set<Cells>();
  const value = (name: string): UnknownValue => ({ kind: 'unknown', reason: `${name}, which other code changes`, span: undefined, key: m.fresh(`changed ${name}`).toString() });
  const inside = (held: Value, name: string, depth: number): Value => {
    if (changes.contents.has(name)) {
      if (held.kind === 'list') m.store.write(held.cells, 'items', value(name));
      else if (held.kind === 'dict' || held.kind === 'set' || held.kind === 'instance') return value(name);
    }
    if ((held.kind === 'dict' || held.kind === 'instance') && depth > 0 && !seen.has(held.cells)) {
      seen.add(held.cells);
      for (const [key, part] of held.cells.map) forgetPart(held, key, part, depth - 1);
    }
    return held;
  };
  const forgetPart = (owner: DictValue | InstanceValue, key: string, part: Value, depth: number): void => {
    const pair = owner.kind === 'dict' && part.kind === 'tuple' ? part.items : undefined;
    const name = pair ? key.slice(1) : key;
    const old = pair ? pair[1] : part;
    if (!old) return;
    const now = changes.fields.has(name) ? value(name) : inside(old, name, depth);
    if (now !== old) m.store.write(owner.cells, key, pair ? { kind: 'tuple', items: [pair[0] as Value, now] } : now);
  };
  for (let scope: Env | undefined = env; scope; scope = scope.parent) {
    for (const [name, held] of [...scope.cells.map]) {
      const now = changes.variables.has(name) ? value(name) : inside(held, name, 2);
      if (now !== held) m.store.write(scope.cells, name, now);
    }
  }
}
