// The body of a loop in, the variables out that every turn sets before it looks at them: what they were after the turn
// before is seen by nobody inside the loop, so that a loop which changes only these does the same in every turn.

import type * as ir from '../program.ts';
import { namesOf } from './targets.ts';

const renewed = new WeakMap<ir.Block, ReadonlySet<string>>();
const closed = new WeakMap<ir.Block, ReadonlySet<string>>();

/** `scope`: the body of the function or module around it, whose inner functions may look at any time. */
export function renewedIn(body: ir.Block, scope: ir.Block): ReadonlySet<string> {
  const known = renewed.get(body);
  if (known) return known;
  const found = new Set<string>();
  follow(body, new Set(), found);
  const hidden = closedOver(scope);
  const names = new Set([...found].filter((name) => !hidden.has(name)));
  renewed.set(body, names);
  return names;
}

/** Statements one after the other; what a condition sets may not be set. A loop is taken to have a turn, as it is when run. */
function follow(block: ir.Block, seen: Set<string>, found: Set<string>): void {
  for (const s of block) {
    if (s.kind === 'assignment' && s.value) {
      mentioned(s.value, seen);
      const set = new Set<string>();
      for (const target of s.targets) namesOf(target, set);
      for (const name of set) if (!seen.has(name)) found.add(name);
    }
    if (s.kind === 'for') {
      mentioned(s.iterable, seen);
      const set = new Set<string>();
      namesOf(s.target, set);
      for (const name of set) if (!seen.has(name)) found.add(name);
      follow(s.body, seen, found);
    }
    if (s.kind === 'with') {
      const { body, ...head } = s;
      mentioned(head, seen);
      follow(body, seen, found);
    }
    mentioned(s, seen);
  }
}

function closedOver(scope: ir.Block): ReadonlySet<string> {
  const known = closed.get(scope);
  if (known) return known;
  const names = new Set<string>();
  each(scope, (node) => {
    if (node.kind !== 'lambda') return true;
    for (const name of freeIn(node as ir.FunctionExpression)) names.add(name);
    return false;
  });
  closed.set(scope, names);
  return names;
}

/** What a function names and does not set itself; all that it names where it reaches for names around it. */
function freeIn(code: ir.FunctionExpression): ReadonlySet<string> {
  const names = new Set<string>();
  const own = new Set(code.params.map(({ name }) => name));
  mentioned(code, names);
  let reaches = false;
  each(code, (node) => {
    if (node.kind === 'assignment') for (const target of (node as ir.AssignStatement).targets) namesOf(target, own);
    reaches ||= node.kind === 'global' || node.kind === 'nonlocal' || (node.kind === 'lambda' && node !== code);
    return true;
  });
  return reaches ? names : new Set([...names].filter((name) => !own.has(name)));
}

/** The names in a part of a program. */
export function mentioned(node: unknown, names: Set<string>): void {
  each(node, ({ kind, name }) => {
    if (kind === 'name' && typeof name === 'string') names.add(name);
    return true;
  });
}

interface Node { readonly kind?: unknown; readonly name?: unknown }

/** Every node below one, outermost first; `visit` says whether to look inside. */
function each(node: unknown, visit: (node: Node) => boolean): void {
  if (typeof node !== 'object' || node === null || (!Array.isArray(node) && !visit(node))) return;
  for (const inner of Object.values(node)) each(inner, visit);
}
