// Graphs as PyTorch programs that people could have written: a script, a function or a module with layers. Now and then
// a program states the shape of what it has computed, rightly or, once and last, wrongly.
import type { Graph, GraphValue } from '../../runtime/ir/graph.ts';
import { isFloat } from '../../runtime/ir/dtype.ts';
import type { Draw } from '../../runtime/spec/draw.ts';
import type { EmitCall, Emitted } from './program.ts';
import { emitGraph, list } from './program.ts';
import { torchCalls, torchType, tupleText } from './torch-calls.ts';
import { torchLayer } from './torch-layers.ts';

const HEAD = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\n';

/** What programs say about shapes: nothing, what is so, or at the end what is not. */
export type Stating = 'nothing' | 'right' | 'wrong';

type Typed = Pick<GraphValue, 'dtype' | 'shape'>;

/** Undefined where PyTorch cannot say it. */
export function torchProgram(draw: Draw, graph: Graph, stating: Stating): string | undefined {
  const form = draw.pick(['script', 'function', 'module'] as const);
  const made: string[] = [];
  const emitted = emitGraph(graph, form === 'module' ? layered(draw, graph, made) : torchCalls(draw));
  if (!emitted.ok) return undefined;
  const { program } = emitted;
  const types = new Map<string, Typed>(graph.values.map(({ id, dtype, shape }) => [`${graph.inputs.includes(id) ? 'x' : 'v'}${id}`, { dtype, shape }]));
  const wrong = stating === 'wrong' ? program.statements.at(-1)?.names.at(-1) : undefined;
  const body = program.statements.flatMap(({ names, expression }) => [
    `${names.join(', ')} = ${expression}`,
    ...names.flatMap((name) => (name === wrong ? [stated(draw, name, altered(draw, types.get(name)!))] : stating === 'nothing' || draw.chance(0.5) ? [] : [stated(draw, name, types.get(name)!)])),
  ]);
  const read = program.inputs.filter((name) => program.statements.some(({ expression }) => new RegExp(`\\b${name}\\b`).test(expression)));
  const inputs = read.map((name) => `${name} = ${created(draw, types.get(name)!)}`);
  // What batch normalisation keeps while it runs has no gradient: PyTorch refuses it of a parameter, or of what is computed of one.
  const keeps = graph.nodes.some(({ op }) => op === 'BatchNormalization');
  const own = form === 'module' && !keeps ? read.filter((name) => isFloat(types.get(name)!.dtype) && draw.chance(0.2)) : [];
  return HEAD + (form === 'script' ? lines('', [...inputs, ...body]) : form === 'function' ? asFunction(read, inputs, body, program) : asModule(made, read, own, inputs, body, program));
}

const lines = (indent: string, texts: readonly string[]): string => texts.map((text) => `${indent}${text}\n`).join('');
const returned = ({ outputs }: Emitted): string => `return ${outputs.join(', ')}`;

function asFunction(read: readonly string[], inputs: readonly string[], body: readonly string[], program: Emitted): string {
  return `def model(${read.join(', ')}):\n${lines('    ', [...body, returned(program)])}\n\n${lines('', [...inputs, `out = model(${read.join(', ')})`])}`;
}

/** Inputs that are its `own` become parameters. */
function asModule(made: readonly string[], read: readonly string[], own: readonly string[], inputs: readonly string[], body: readonly string[], program: Emitted): string {
  const given = read.filter((name) => !own.includes(name));
  const parameters = own.map((name) => `self.${name} = nn.Parameter(${inputs[read.indexOf(name)]!.slice(`${name} = `.length)})`);
  const renamed = body.map((text) => own.reduce((sofar, name) => sofar.replace(new RegExp(`\\b${name}\\b`, 'g'), `self.${name}`), text));
  const last = { ...program, outputs: program.outputs.map((name) => (own.includes(name) ? `self.${name}` : name)) };
  return `class Model(nn.Module):\n    def __init__(self):\n${lines('        ', ['super().__init__()', ...made, ...parameters])}\n    def forward(${['self', ...given].join(', ')}):\n${lines('        ', [...renamed, returned(last)])}\n\n`
    + lines('', [...inputs.filter((_, i) => !own.includes(read[i]!)), 'model = Model()', 'model.eval()', `out = model(${given.join(', ')})`]);
}

/** The table where calls become layers, which are made by the lines in `made`. */
function layered(draw: Draw, graph: Graph, made: string[]): Readonly<Record<string, EmitCall>> {
  const uses = new Map<string, number>();
  for (const id of [...graph.outputs, ...graph.nodes.flatMap(({ inputs }) => inputs)]) if (id !== undefined && graph.inputs.includes(id)) uses.set(`x${id}`, (uses.get(`x${id}`) ?? 0) + 1);
  return Object.fromEntries(Object.entries(torchCalls(draw)).map(([op, emit]) => [op, (call) => {
    const layer = draw.chance(0.85) ? torchLayer(draw, call, (name) => uses.get(name) === 1) : undefined;
    if (!layer) return emit(call);
    made.push(`self.layer${made.length} = ${layer.made}`);
    return `self.layer${made.length - 1}(${layer.operand})`;
  }] satisfies [string, EmitCall]));
}

/** Integers are zeros: they may point at elements. */
function created(draw: Draw, { dtype, shape }: Typed): string {
  const extents = shape.length === 0 ? '()' : draw.chance(0.3) ? tupleText(shape) : shape.join(', ');
  const typed = dtype === 'float32' ? '' : `, dtype=${torchType(dtype)}`;
  return `torch.${isFloat(dtype) ? draw.pick(['zeros', 'ones', 'randn', 'rand']) : 'zeros'}(${extents}${typed})`;
}

function stated(draw: Draw, name: string, { dtype, shape }: Typed): string {
  return draw.pick([
    `assert ${name}.shape == ${tupleText(shape)}`, `assert list(${name}.shape) == ${list(shape)}`, `assert tuple(${name}.size()) == ${tupleText(shape)}`,
    `torch.stack([${name}, torch.zeros(${tupleText(shape)}, dtype=${torchType(dtype)})])`,
  ]);
}

/** Another shape: one axis longer, or one axis more. */
function altered(draw: Draw, { dtype, shape }: Typed): Typed {
  if (shape.length === 0 || draw.chance(0.2)) return { dtype, shape: [...shape, draw.integer(1, 3)] };
  const axis = draw.integer(0, shape.length - 1);
  return { dtype, shape: shape.with(axis, shape[axis]! + draw.integer(1, 2)) };
}
