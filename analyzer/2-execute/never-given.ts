// Attributes that nothing in the program gives: `self.fc2` where only `fc1` is made. An object and a name in; whether
// it surely has no such attribute out. Whatever could give one under a name that nobody can read counts as giving it.

import type { Machine } from './machine.ts';
import { isOfClass } from './name-scopes.ts';
import type { ClassValue, InstanceValue } from './values.ts';

/** What every module has, as `dir(torch.nn.Module())` tells, private and magic names aside. */
const OF_MODULES = new Set(`T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval extra_repr float forward get_buffer get_extra_state get_parameter
  get_submodule half ipu load_state_dict modules mtia named_buffers named_children named_modules named_parameters parameters register_backward_hook register_buffer register_forward_hook
  register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module register_parameter
  register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state set_submodule share_memory state_dict to to_empty train training type xpu zero_grad`.split(/\s+/));

/** Bases of libraries that have nothing beyond this, as far as programs use them. */
const PLAIN_BASES = new Set(['Module', 'Dataset']);

/** Names that are made while the program runs. */
const DYNAMIC = /\b(?:setattr|vars|exec|eval|globals|locals|__dict__|__getattr__|__getattribute__|__slots__|metaclass|namedtuple|deepcopy)\b(?!\s*\(\s*\))|\b(?:add_module|register_\w+)\(\s*(?:[^'"\s]|$)|torch\.load|pickle/m;

export function isNeverGiven(m: Machine, object: InstanceValue, name: string): boolean {
  const { class: type } = object;
  // What a program asks about before, such as the name of the class, tells it what there is.
  if (m.language !== 'python' || m.path.length > 0 || type.open || name.startsWith('_') || OF_MODULES.has(name) || !type.module?.isUser || !type.mro.every(isPlain)) return false;
  if (type.mro.some(({ cells }) => cells.map.has('__torch_function__'))) return false;
  const files = [...m.programs].flatMap(([file, program]) => (file.startsWith('library:') ? [] : [program]));
  if (files.some((program) => DYNAMIC.test(program.text) || isGiven(program.text, name) || isOfClass(program, name))) return false;
  // Others may derive from what nobody makes, and what wraps a module has more than it: unless it is all but the name of what is there.
  return (!m.isContract && (isOwnCode(m, type) || (name !== 'module' && !type.module.open))) || [...object.cells.map.keys()].some((own) => isAlike(own, name));
}

/** Whether one of its methods is running. */
function isOwnCode(m: Machine, type: ClassValue): boolean {
  const running = m.active?.code;
  return running !== undefined && type.mro.some(({ cells }) => [...cells.map.values()].some((value) => value.kind === 'function' && value.code === running));
}

const isPlain = ({ name, module, bases }: ClassValue): boolean => (module?.isUser ? bases.every(({ kind }) => kind === 'class' || kind === 'builtin') : PLAIN_BASES.has(name));

/** Whether an attribute is given under the name, a method defined or the name told as a text. */
function isGiven(text: string, name: string): boolean {
  for (const { index } of text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))) {
    if (text[index - 1] !== '.') {
      if (/\w/.test(text[index - 1] ?? '') || (/["']/.test(text[index - 1] ?? '') && text[index - 2] !== '[') || /\b(?:def|class)\s+$/.test(text.slice(Math.max(0, index - 12), index))) return true;
      continue;
    }
    const after = /^[^\n(#]*/.exec(text.slice(index + name.length))?.[0] ?? '';
    const before = text.slice(text.lastIndexOf('\n', index) + 1, index);
    if (/(?:^|[^=!<>])=(?!=)/.test(after) || /\b(?:as|for|del)\s+[\w.,\s]*$/.test(before)) return true;
  }
  return false;
}

/** One letter or number more, less or another; or one inside the other. */
function isAlike(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= 3 && (long.startsWith(`${short}_`) || long.endsWith(`_${short}`))) return true;
  if (long.length - short.length > 1 || short.length < 2) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  return short.slice(short.length === long.length ? at + 1 : at) === long.slice(at + 1);
}
