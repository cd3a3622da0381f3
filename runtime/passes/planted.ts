// Passes that are wrong on purpose, one for each class of compiler bug: they measure the fuzzer and are never part
// of a pipeline unless asked for by name. Each is a plausible slip in an otherwise sensible rewrite; the class and
// a real instance stand beside it.
import type { Graph, GraphValue, Node } from '../ir/graph.ts';
import { FUSED, usersOf, valueOf } from '../ir/graph.ts';
import { isFloat } from '../ir/dtype.ts';
import { printType } from '../ir/text-print.ts';
import { operatorNamed } from '../operators/index.ts';
import { fuseElementwise } from './fuse-elementwise.ts';
import type { Pass, Site } from './pass.ts';
import { rebuild } from './pass.ts';

const list = (node: Node, name: string): readonly number[] => node.attributes[name] as readonly number[];
const result = ({ graph, node }: Site): GraphValue => valueOf(graph, node.outputs[0]!);

/** A pass that replaces some nodes of one operator by one value of the same type. */
export function replacing(name: string, ops: readonly string[], replace: (site: Site) => GraphValue | undefined): Pass {
  return {
    name,
    run: (graph) => rebuild(graph, (site) => {
      if (!ops.includes(site.node.op)) return undefined;
      const value = replace(site);
      return value && printType(value) === printType(result(site)) ? [value] : undefined;
    }),
  };
}

/** Fusion forgets attributes: the fused operator keeps its defaults (Hidet 97 lost the bounds of a clip). */
const fusionDropsAttributes: Pass = {
  name: 'fusion-drops-attributes',
  run(graph) {
    const fused = fuseElementwise.run(graph);
    return { ...fused, nodes: fused.nodes.map((node) => (node.body ? { ...node, body: forgetReals(node.body) } : node)) };
  },
};

function forgetReals(body: Graph): Graph {
  const nodes = body.nodes.map((node) => {
    const specs = operatorNamed(node.op)?.attributes ?? {};
    const reals = Object.entries(specs).flatMap(([name, spec]) => (spec.kind === 'real' && spec.default !== undefined ? [[name, spec.default] as const] : []));
    return { ...node, attributes: { ...node.attributes, ...Object.fromEntries(reals) } };
  });
  return { ...body, nodes };
}

/** Fusion runs in place although somebody else still reads the operand (PyTorch 86556: conv feeding clip and cos). */
const fusionIgnoresOtherUsers: Pass = {
  name: 'fusion-ignores-other-users',
  run(graph) {
    const users = usersOf(graph);
    const replaced = new Map<number, number>();
    for (const node of graph.nodes) {
      const [x] = node.inputs;
      if (x === undefined || node.inputs.length !== 1 || !operatorNamed(node.op)?.lower.elementwise || (users[x]?.length ?? 0) < 2) continue;
      if (graph.inputs.includes(x) || printType(valueOf(graph, x)) !== printType(valueOf(graph, node.outputs[0]!))) continue;
      replaced.set(x, node.outputs[0]!);
    }
    // Only readers that come later see the clobbered value.
    const made = new Set<number>();
    const nodes = graph.nodes.map((node) => {
      const inputs = node.inputs.map((id) => (id !== undefined && made.has(replaced.get(id) ?? -1) ? replaced.get(id)! : id));
      for (const id of node.outputs) made.add(id);
      return { ...node, inputs };
    });
    return { ...graph, nodes };
  },
};

/** The table of opcodes has two rows swapped (Hidet 90: Min generated the code of Max). */
const minBecomesMax = replacing('min-becomes-max', ['Min'], ({ g, operands }) => (operands.length > 1 ? g.op('Max', operands) : undefined));

/** A chain of casts folds to the last one (TVM 13048: int64 → bool → int32 lost the bool). */
const castChainDropsMiddle = replacing('cast-chain-drops-middle', ['Cast'], (site) => {
  const inner = site.producer(0);
  return inner?.op === 'Cast' ? site.g.op('Cast', [site.now(inner.inputs[0]!)], site.node.attributes) : undefined;
});

/** Two transposes compose in the wrong order. */
const transposesComposeReversed = replacing('transposes-compose-reversed', ['Transpose'], (site) => {
  const inner = site.producer(0);
  if (inner?.op !== 'Transpose') return undefined;
  const perm = list(inner, 'perm').map((axis) => list(site.node, 'perm')[axis]!);
  return site.g.op('Transpose', [site.now(inner.inputs[0]!)], { perm });
});

/** Equal nodes are recognised without their attributes (cache-key bugs of TensorFlow.js). */
const sharingIgnoresAttributes: Pass = {
  name: 'sharing-ignores-attributes',
  run(graph) {
    const seen = new Map<string, readonly GraphValue[]>();
    return rebuild(graph, ({ node, operands, g }) => {
      if (node.op === 'Constant' || node.op === FUSED || node.inputs.length === 0) return undefined;
      const results = node.outputs.map((id) => valueOf(graph, id));
      const key = `${node.op} ${operands.map((v) => v?.id).join()} ${results.map(printType).join(' ')}`;
      const known = seen.get(key) ?? g.copy(node, operands, results);
      seen.set(key, known);
      return known;
    });
  },
};

/** Sharing compares constants by type instead of by value. */
const sharingMergesConstants: Pass = {
  name: 'sharing-merges-constants',
  run(graph) {
    const seen = new Map<string, readonly GraphValue[]>();
    return rebuild(graph, ({ node, g }) => {
      if (node.op !== 'Constant') return undefined;
      const type = printType(valueOf(graph, node.outputs[0]!));
      const known = seen.get(type) ?? g.copy(node, [], node.outputs.map((id) => valueOf(graph, id)));
      seen.set(type, known);
      return known;
    });
  },
};

/** Operands are sorted for sharing although the operator does not commute. */
const subtractionCommutes = replacing('subtraction-commutes', ['Sub'], ({ g, operands: [x, y] }) => (x && y && y.id < x.id ? g.op('Sub', [y, x]) : undefined));

/** A transpose sinks below a reduction whose axes are not permuted (TVM 9813: the old axis after a layout change). */
const transposeSinksWithoutAxes = replacing('transpose-sinks-without-axes', ['ReduceSum', 'ReduceMean', 'ReduceMax', 'Softmax', 'LogSoftmax', 'ArgMax'], (site) => {
  const inner = site.producer(0);
  if (inner?.op !== 'Transpose') return undefined;
  const reduced = site.g.op(site.node.op, [site.now(inner.inputs[0]!)], site.node.attributes);
  const perm = list(inner, 'perm');
  return reduced.shape.length === perm.length ? site.g.op('Transpose', [reduced], { perm }) : reduced;
});

/** Concatenation forgets the order of its parts. */
const concatSortsOperands = replacing('concat-sorts-operands', ['Concat'], ({ g, node, operands }) => g.op('Concat', operands.toSorted((a, b) => a!.id - b!.id), node.attributes));

/** Padding counts in the average, whatever the attribute says. */
const averageCountsPadding = replacing('average-counts-padding', ['AveragePool'], ({ g, node, operands }) => g.op('AveragePool', operands, { ...node.attributes, count_include_pad: true }));

/** Only the first result of a node survives (dead-code removal by node instead of by result). */
const laterResultsAreFirst: Pass = {
  name: 'later-results-are-first',
  run: (graph) => rebuild(graph, ({ node, operands, g }) => {
    if (node.outputs.length < 2) return undefined;
    const results = g.copy(node, operands, node.outputs.map((id) => valueOf(graph, id)));
    return results.map((value) => (printType(value) === printType(results[0]!) ? results[0]! : value));
  }),
};

/** a·b / b is taken for a, on integers too: overflow and truncation are forgotten. */
const divisionCancels = replacing('division-cancels', ['Div'], (site) => {
  const inner = site.producer(0);
  if (inner?.op !== 'Mul' || isFloat(result(site).dtype)) return undefined;
  const [a, b] = inner.inputs;
  return site.node.inputs[1] === b ? site.now(a!) : site.node.inputs[1] === a ? site.now(b!) : undefined;
});

/** relu(x) is merged into what follows with the wrong bound: leaky relu of relu becomes leaky relu. */
const reluIsForgotten = replacing('relu-is-forgotten', ['Relu', 'LeakyRelu', 'Abs', 'Sqrt', 'Clip', 'Max', 'Add', 'Mul'], (site) => {
  const inner = site.producer(0);
  return inner?.op === 'Relu' ? site.g.op(site.node.op, [site.now(inner.inputs[0]!), ...site.operands.slice(1)], site.node.attributes) : undefined;
});

/** Batch normalisation folds its scale but not its mean. */
const normalisationDropsMean = replacing('normalisation-drops-mean', ['BatchNormalization'], ({ g, node, operands: [x, scale, bias, mean, variance] }) => (
  mean && g.op('BatchNormalization', [x, scale, bias, g.op('Sub', [mean, mean]), variance], node.attributes)));

/** A product with an added matrix becomes the product and a plain sum: the factor of what is added is forgotten. */
const gemmForgetsBeta = replacing('gemm-forgets-beta', ['Gemm'], ({ g, node, operands: [a, b, c] }) => (
  c && node.attributes['beta'] !== 1 ? g.op('Gemm', [a, b, c], { ...node.attributes, beta: 1 }) : undefined));

export const PLANTED_REWRITES: readonly Pass[] = [
  fusionDropsAttributes, fusionIgnoresOtherUsers, minBecomesMax, castChainDropsMiddle, transposesComposeReversed,
  sharingIgnoresAttributes, sharingMergesConstants, subtractionCommutes, transposeSinksWithoutAxes, concatSortsOperands,
  averageCountsPadding, laterResultsAreFirst, divisionCancels, reluIsForgotten, normalisationDropsMean, gemmForgetsBeta,
];
