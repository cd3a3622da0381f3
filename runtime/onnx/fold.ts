// Which values of a graph under construction are known: constants, shapes, and what is computed from them. Asked
// lazily, because only the few values that became attributes matter; computed by the interpreter, which is exact
// where attributes are concerned.
import { interpret } from '../interpret/interpret.ts';
import { GraphBuilder } from '../ir/build.ts';
import type { GraphValue } from '../ir/graph.ts';
import type { Tensor } from '../ir/tensor.ts';
import { elementCount, emptyData } from '../ir/tensor.ts';
import type { Loose } from '../spec/loose.ts';

interface Recipe {
  readonly op: string;
  readonly operands: readonly (GraphValue | undefined)[];
  readonly attributes: Loose;
  readonly result: number;
}

/** What says sizes is small; larger tensors are data. */
const MOST_ELEMENTS = 4096;

export class Folded {
  readonly #known = new Map<number, Tensor | undefined>();
  readonly #recipes = new Map<number, Recipe>();

  know(id: number, tensor: Tensor): void {
    this.#known.set(id, tensor);
  }

  record(id: number, recipe: Recipe): void {
    this.#recipes.set(id, recipe);
  }

  tensorOf(id: number): Tensor | undefined {
    // Recursion is as deep as the longest chain of nodes; folding bottom up keeps the stack flat.
    const pending = [id];
    while (pending.length > 0) {
      const next = pending.at(-1)!;
      const recipe = this.#recipes.get(next);
      const missing = this.#known.has(next) || !recipe || readsNoElements(recipe) ? [] : recipe.operands.filter((v) => v !== undefined && !this.#known.has(v.id));
      if (missing.length > 0) {
        pending.push(...missing.map((v) => v!.id));
        continue;
      }
      if (!this.#known.has(next)) this.#known.set(next, recipe && this.#evaluate(recipe));
      pending.pop();
    }
    return this.#known.get(id);
  }

  #evaluate(recipe: Recipe): Tensor | undefined {
    const tensors: Tensor[] = [];
    const g = new GraphBuilder();
    const inputs: (GraphValue | undefined)[] = [];
    for (const operand of recipe.operands) {
      const tensor = operand && (readsNoElements(recipe) ? { ...operand, data: emptyData(operand.dtype, 0) } : this.#known.get(operand.id));
      if (operand && (!tensor || tensor.data.length > MOST_ELEMENTS)) return undefined;
      if (tensor) tensors.push(tensor);
      inputs.push(tensor && g.input('', tensor.dtype, tensor.shape));
    }
    const result = g.ops(recipe.op, inputs, recipe.attributes)[recipe.result]!;
    return elementCount(result.shape) > MOST_ELEMENTS ? undefined : interpret(g.finish([result]), tensors)[0];
  }
}

/** A shape is known although the elements are not. */
function readsNoElements({ op }: Recipe): boolean {
  return op === 'Shape';
}
