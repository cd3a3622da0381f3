// What programs do around tensors that is surely not meant: calls that do nothing, losses that keep their graphs, writing to
// rows that are one in memory, the last sample taken for the last step. What is executed in, warnings out.

import type * as ir from '../program.ts';
import { codeOf } from '../1-read/meaning.ts';
import { isStep } from './gradients.ts';
import { stridesOf } from './facets.ts';
import type { Machine } from './machine.ts';
import { warn } from './suspects.ts';
import type { Env, TensorValue, Value } from './values.ts';

/** Methods of tensors that change nothing: what they give is what they are called for. */
const PURE = new Set(['view', 'reshape', 'transpose', 'permute', 'unsqueeze', 'squeeze', 'flatten', 'unflatten', 'contiguous', 'expand', 'repeat', 't', 'to', 'cuda', 'cpu', 'float', 'long', 'half', 'double',
  'detach', 'softmax', 'log_softmax', 'masked_fill', 'clamp', 'relu', 'sigmoid', 'tanh', 'swapaxes', 'movedim', 'type', 'roll', 'flip']);

/** A statement that calls nothing, or whose result is all that it is for. Outside of functions, people try things out. */
export function idle(m: Machine, e: ir.Expression, value: Value, env: Env): void {
  if (m.language !== 'python' || !env.module.isUser || m.tried !== undefined || m.active?.code.name?.startsWith('test')) return;
  if (e.kind === 'attribute' && value.kind === 'method') return at(m, e.span, () => warn(m, 'Statement/uncalled', { name: e.name }, []));
  if (e.kind !== 'call' || e.callee.kind !== 'attribute' || value.kind !== 'tensor' || !m.active || !PURE.has(e.callee.name)) return;
  const { object, name } = e.callee;
  const isTensor = object.kind === 'name' && m.parts.evaluate(object, env).kind === 'tensor';
  if (isTensor) at(m, e.span, () => warn(m, 'Statement/idle', { name }, [['x', value]]));
}

function at(m: Machine, span: ir.Span, run: () => void): void {
  const outer = m.userSpan;
  m.userSpan = span;
  run();
  m.userSpan = outer;
}

/** `total += loss` after loss.backward(): each turn keeps its graph. */
export function keepsGraph(m: Machine, operator: string, old: Value, operand: Value): void {
  if (operator !== '+' || (old.kind !== 'int' && old.kind !== 'float') || operand.kind !== 'tensor' || m.gradients !== 'on' || !isStep(m, operand)) return;
  warn(m, 'Loss/kept', {}, [['loss', operand]]);
}

/** Rows that were expanded are one row in memory. */
export function writesToOne(m: Machine, x: TensorValue): void {
  const strides = typeof x.layout === 'object' ? stridesOf(x)?.strides : undefined;
  if (strides?.some((stride, i) => stride.known === 0 && x.shape?.[i]?.known !== 1)) warn(m, 'Expand/write', {}, [['x', x]]);
}

/** Recurrent layers give (T, B, H), or (B, T, H) with batch_first: the last step stands along the axis of steps. */
export function lastOfBatch(m: Machine, x: TensorValue, index: Value): void {
  if ((x.made !== 'steps first' && x.made !== 'batch first') || x.shape?.length !== 3) return;
  const [first, second] = index.kind === 'tuple' ? index.items : [index];
  const batch = x.shape[x.made === 'steps first' ? 1 : 0];
  if (batch?.known === 1) return;
  const isLast = (value: Value | undefined): boolean => value?.kind === 'int' && value.dim.known === -1;
  const isAll = first?.kind === 'slice' && first.lower.kind === 'none' && first.upper.kind === 'none';
  if (x.made === 'steps first' ? isAll && isLast(second) : isLast(first)) warn(m, 'RNN/last', { order: x.made === 'steps first' ? '(T, B, H)' : '(B, T, H)' }, [['x', x]]);
}

/** What the user's call says, without blanks. */
export function callText(m: Machine): string {
  const { userSpan: span } = m;
  const program = span && m.programs.get(span.file);
  return program ? codeOf(program).slice(span.start, span.end).replace(/\s/g, '') : '';
}

/** Whether a module of the user's runs, and nothing on the way here asks whether it is trained. */
export function inForward(m: Machine): boolean {
  for (let one = m.active; one; one = one.caller) {
    const { name, span } = one.code;
    if (span.file.startsWith('library:')) continue;
    if (/\btrain(?:ing)?\b/.test(m.programs.get(span.file)?.text.slice(span.start, span.end) ?? '')) return false;
    if (name === 'forward') return true;
  }
  return false;
}
