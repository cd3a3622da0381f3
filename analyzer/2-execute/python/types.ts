// isinstance: a value and a type (or a tuple of them) in; true, false, or an undecided answer out.

import type { Machine } from '../machine.ts';
import { truthOf } from '../truth.ts';
import type { Value } from '../values.ts';
import { bool } from '../values.ts';

const KINDS: Readonly<Record<string, readonly string[]>> = {
  int: ['int', 'bool', 'condition'], bool: ['bool', 'condition'], float: ['float'], str: ['string'], list: ['list'], tuple: ['tuple'], dict: ['dict'], set: ['set'],
  frozenset: ['set'], range: ['range'], slice: ['slice'], type: ['class', 'builtin'],
};

export function isInstance(m: Machine, value: Value, type: Value): Value {
  if (type.kind === 'tuple') {
    let answer: Value = bool(false);
    for (const option of type.items) {
      const one = isInstance(m, value, option);
      if (one.kind === 'bool' && one.value) return one;
      if (one.kind === 'condition') answer = answer.kind === 'condition' ? { kind: 'condition', claim: answer.claim.or(one.claim) } : one;
    }
    return answer;
  }
  if (value.kind === 'unknown') return m.undecided(`${value.key} is a ${nameOf(type)}`, true, value.reason);
  if (value.kind === 'alternatives') {
    const parts = value.options.map((option) => ({ guard: option.guard, answer: isInstance(m, option.value, type) }));
    const claims = parts.flatMap(({ guard, answer }) => (answer.kind === 'bool' ? (answer.value ? [guard] : []) : answer.kind === 'condition' ? [guard.and(answer.claim)] : []));
    const [first, ...rest] = claims;
    return first ? truthOf(m, rest.reduce((all, claim) => all.or(claim), first)) : bool(false);
  }
  if (type.kind === 'builtin') {
    const kinds = KINDS[type.name];
    if (kinds) return bool(kinds.includes(value.kind) || (type.name === 'dict' && value.kind === 'instance' && value.class.mro.some(({ name, module }) => name === 'UserDict' && module?.isUser === false)));
    if (type.name.startsWith('exception ')) return m.data('the type of an exception');
  }
  if (type.kind === 'class') return instanceOfClass(m, value, type);
  return m.undecided(`a ${value.kind} is a ${nameOf(type)}`, true, 'a type that is not known');
}

function instanceOfClass(m: Machine, value: Value, type: Value & { kind: 'class' }): Value {
  if (value.kind === 'tensor') {
    if (type.name === 'Parameter') return bool(value.parameter === true);
    return bool(type.name === 'Tensor');
  }
  if (value.kind !== 'instance') return bool(false);
  if (value.class.mro.includes(type)) return bool(true);
  return value.class.open ? m.undecided(`${value.class.open.key} is a ${type.name}`, true, value.class.open.reason) : bool(false);
}

function nameOf(type: Value): string {
  return type.kind === 'builtin' || type.kind === 'class' ? type.name : type.kind === 'unknown' ? type.key : type.kind;
}
