import { beforeAll, describe, expect, test } from 'vitest';
import { readPython } from './lower.ts';
import { loadPython } from './parse.ts';

beforeAll(loadPython);

/** The IR without its spans, as short text. */
function brief(node: unknown): string {
  if (Array.isArray(node)) return `[${node.map(brief).join(' ')}]`;
  if (typeof node !== 'object' || node === null) return String(node);
  const { kind, ...rest } = node as Record<string, unknown>;
  if (kind === 'name') return String(rest.name);
  if (kind === 'literal') return JSON.stringify((rest.literal as { value?: unknown }).value ?? (rest.literal as { type: string }).type);
  const fields = Object.entries(rest).filter(([key, value]) => key !== 'span' && key !== 'nameSpan' && !(Array.isArray(value) && value.length === 0));
  const shown = fields.map(([key, value]) => `${key}=${brief(value)}`).join(' ');
  return kind === undefined ? `{${shown}}` : `${String(kind)}(${shown})`;
}

function read(text: string): string {
  return readPython(text, 'a.py').body.map(brief).join('\n');
}

describe('each construct has its place in the program IR', () => {
  const facts: readonly (readonly [python: string, ir: string])[] = [
    ['a = b.c = 1', 'assignment(targets=[a attribute(object=b name=c)] value=1)'],
    ['x: T', 'assignment(targets=[x] annotation=T)'],
    ['a, (b, *c) = d', 'assignment(targets=[sequence-target(elements=[{target=a} {target=sequence-target(elements=[{target=b} {target=c rest=true}])}])] value=d)'],
    ['a[0] += 2.5', 'update(target=subscript(object=a index=0) operator=+ value=2.5)'],
    ['x[1:, ::2, None]', 'expression(value=subscript(object=x index=tuple(elements=[slice(lower=1) slice(step=2) "none"])))'],
    ['f(a, *b, c=1, *d, **e)', 'expression(value=call(callee=f args=[{value=a} {value=b spread=sequence} {value=1 name=c} {value=d spread=sequence} {value=e spread=mapping}]))'],
    ['a and b and c', 'expression(value=logical(operator=and left=logical(operator=and left=a right=b) right=c))'],
    ['a < b is not c', 'expression(value=compare(left=a rest=[{operator=< right=b} {operator=is not right=c}]))'],
    ['-a @ b ** 2', 'expression(value=binary(operator=@ left=unary(operator=- operand=a) right=binary(operator=** left=b right=2)))'],
    ['f"a{b!r:>{w}}{c}"', 'expression(value=template(parts=[a {value=b format=!r:>{w}} {value=c}]))'],
    ['{**a, "k": 1}', 'expression(value=dict(entries=[{value=a} {key="k" value=1}]))'],
    ['{k: v for k, v in x if v}', 'expression(value=comprehension(makes=dict element=k value=v clauses=[{target=sequence-target(elements=[{target=k} {target=v}]) iterable=x conditions=[v]}]))'],
    ['lambda x, *y, z=1: x', 'expression(value=lambda(params=[{name=x how=either} {name=y how=rest} {name=z how=keyword default=1}] body=[return(value=x)] isArrow=true))'],
    ['def f(a, /, b: int = 1, **k) -> T:\n  yield a', 'function(name=f function=lambda(name=f params=[{name=a how=position} {name=b how=either default=1 annotation=int} {name=k how=keywords}] body=[expression(value=yield(value=a))] returns=T isGenerator=true))'],
    ['@d\nclass A(B, metaclass=M):\n  pass', 'class(name=A class=class(name=A bases=[{value=B} {value=M name=metaclass}]) decorators=[d])'],
    ['if a: b\nelif c: d\nelse: e', 'if(test=a then=[expression(value=b)] otherwise=[if(test=c then=[expression(value=d)] otherwise=[expression(value=e)])])'],
    ['for a, b in c:\n  break\nelse:\n  continue', 'for(target=sequence-target(elements=[{target=a} {target=b}]) iterable=c body=[break()] otherwise=[continue()])'],
    ['import torch, torch.nn, torch.nn as nn', 'import(module=torch level=0 whole=torch)\nimport(module=torch.nn level=0 whole=torch bindsPackage=true)\nimport(module=torch.nn level=0 whole=nn)'],
    ['from ..a import b as c, d', 'import(module=a level=2 names=[{name=b as=c} {name=d as=d}])'],
    ['with a as b, c: pass', 'with(items=[{context=a target=b} {context=c}])'],
    ['try: a\nexcept E as e: b\nfinally: c', 'try(body=[expression(value=a)] handlers=[{type=E target=e body=[expression(value=b)]}] finally=[expression(value=c)])'],
    ['match a:\n  case [1, *r] if g: b\n  case {"k": v}: c\n  case P(x, y=_) as q: d', 'match(subject=a cases=[{pattern=sequence(elements=[{pattern=value(value=1)} {pattern=any(name=r) rest=true}]) guard=g body=[expression(value=b)]} {pattern=mapping(entries=[{key="k" pattern=any(name=v)}]) body=[expression(value=c)]} {pattern=also(pattern=instance(class=P positional=[any(name=x)] named=[{name=y pattern=any()}]) name=q) body=[expression(value=d)]}])'],
    ['if (n := f()): pass', 'if(test=assign(target=n value=call(callee=f)))'],
    ['99999999999999999999', 'expression(value=100000000000000000000)'],
    ['async def f():\n  async for x in y: await z', 'function(name=f function=lambda(name=f body=[for(target=x iterable=unknown(reason=an asynchronous loop) body=[expression(value=await(value=z))])] isAsync=true))'],
    ['del a, b[0]\nassert a, "m"\nglobal g\nraise E from c', 'delete(targets=[a subscript(object=b index=0)])\nassert(test=a message="m")\nglobal(names=[g])\nraise(value=E)'],
  ];
  for (const [python, ir] of facts) test(python.replaceAll('\n', ' ⏎ '), () => expect(read(python)).toBe(ir));
});

describe('what does not parse', () => {
  test('makes what it assigns unknown', () => {
    expect(read('x = y.\nz = 1')).toBe('unknown(reason=a statement that does not parse)\n'
      + 'assignment(targets=[x] value=unknown(reason=assigned by a statement that does not parse))\nassignment(targets=[z] value=1)');
  });

  test('is one unknown expression when the rest of the statement is sound', () => {
    expect(read('x = f(a b)')).toBe('assignment(targets=[x] value=unknown(reason=an expression that does not parse))');
  });

  test('is told with its place', () => {
    const text = 'x = (1\ny = 2\n';
    const [problem] = readPython(text, 'a.py').problems;
    expect(problem).toEqual({ span: { file: 'a.py', start: 4, end: 5 }, reason: "'(' is never closed" });
  });
});

test('comments come with the text after their sign', () => {
  expect(readPython('x = 1  # (B, T)\n', 'a.py').comments).toEqual([{ span: { file: 'a.py', start: 7, end: 15 }, text: ' (B, T)' }]);
});

test('spans of parts lie in the spans of their wholes', () => {
  const text = '@d(1)\ndef f(a: T = 1, *b):\n    """doc"""\n    x = [f"{z!r:>{w}}" for z in a[1:2, ::3]]\n    return {**x, "k": (x < 1 < 2) and y}\n';
  const visit = (node: unknown, start: number, end: number): void => {
    if (typeof node !== 'object' || node === null) return;
    const span = 'span' in node ? node.span as { start: number; end: number } : { start, end };
    expect(span.start).toBeGreaterThanOrEqual(start);
    expect(span.end).toBeLessThanOrEqual(end);
    for (const [key, value] of Object.entries(node)) {
      // Decorators stand before the function whose statement they are part of.
      if (key !== 'decorators') visit(value, span.start, span.end);
    }
  };
  visit(readPython(text, 'a.py').body, 0, text.length);
});
