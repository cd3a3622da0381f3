// The adapters that come with dimwright, spoken to as campaigns do, where Python and the library are there.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../analyzer/package-root.ts';
import { executorNamed } from '../oracle/executors/named.ts';
import { NoEngineError } from '../oracle/executors/outside.ts';
import { judge } from '../oracle/judge.ts';
import { parseGraph } from '../runtime/ir/text-parse.ts';
import { tensor } from '../runtime/ir/tensor.ts';
import { world } from './world.ts';

const PYTHON = process.env['DIMWRIGHT_PYTHON'] ?? 'python3';

it.for(['onnx_reference', 'onnx_runtime', 'pytorch', 'jax'])('%s answers as the protocol says', { timeout: 60_000 }, async (adapter, context) => {
  const executor = executorNamed(`command:${PYTHON} ${join(packageRoot(), 'oracle', 'adapters', `${adapter}.py`)}`, { world })!;
  const inputs = [tensor('float32', [2, 3], [1, -2, 3, -4, 5, -6]), tensor('float32', [3], [1, 2, 3])];
  try {
    const found = await judge({ graph: parseGraph('a = Add(x:[2,3], y:[3]); b = Relu(a); return b'), inputs }, [executor]).catch((error: unknown) => error);
    if (found instanceof NoEngineError) return context.skip(`what ${adapter}.py needs is not installed for ${PYTHON}`);
    expect(found).toEqual([]);
  } finally {
    executor.close?.();
  }
});
