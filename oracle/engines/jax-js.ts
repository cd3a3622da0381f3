// jax-js on its WebAssembly backend: `jax-js` compiles the program as a whole (`jit`), `jax-js:eager` calls it step by
// step, `jax-js:cpu` interprets it. The model becomes a program of its calls (fuzzer/emit/jax.ts), which is run.
import { emitJax } from '../../fuzzer/emit/jax.ts';
import { valueOf } from '../../runtime/ir/graph.ts';
import type { DType } from '../../runtime/ir/dtype.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { emptyData } from '../../runtime/ir/tensor.ts';
import { decodeModel } from '../../runtime/onnx/decode.ts';
import { importModel } from '../../runtime/onnx/import.ts';
import type { Engine, LoadEngine } from './engine.ts';
import { failure } from './engine.ts';
import { PACKAGES_FROM, importPackage, packageVersion } from './package.ts';

interface JaxArray { readonly dtype: string; readonly shape: readonly number[]; readonly ref: JaxArray; data(): Promise<ArrayLike<number | boolean>>; dispose(): void }
type Program = (...inputs: readonly JaxArray[]) => readonly JaxArray[];
interface Jax {
  readonly numpy: { array(data: unknown, options: object): JaxArray };
  readonly nn: object;
  readonly lax: object;
  jit(program: Program): Program & { dispose?(): void };
  init(...devices: readonly string[]): Promise<readonly string[]>;
  defaultDevice(device: string): string;
}

const NAME = '@jax-js/jax';

export const loadJaxJs: LoadEngine = async (variant, environment) => {
  const jax = await importPackage(NAME, environment) as Jax;
  const device = variant === 'cpu' ? 'cpu' : 'wasm';
  if (!(await jax.init(device)).includes(device)) throw new Error(`jax-js has no device ${device}`);
  jax.defaultDevice(device);
  return engineOf(jax, `${NAME} ${packageVersion(NAME, environment[PACKAGES_FROM])} (${device}${variant === '' ? ', jit' : ''})`, variant === '');
};

function engineOf(jax: Jax, version: string, whole: boolean): Engine {
  return {
    version,
    async run(model, inputs) {
      const decoded = decodeModel(model);
      if (!decoded.ok) return { kind: 'unsupported', message: decoded.error.reason };
      const imported = importModel(decoded.model);
      if (!imported.ok) return { kind: 'unsupported', message: imported.reason };
      const { graph } = imported;
      const emitted = emitJax(graph);
      if (!emitted.ok) return { kind: 'unsupported', message: emitted.reason };
      const { statements, inputs: names, outputs } = emitted.program;
      try {
        const lines = statements.map(({ names: made, expression }) => `const ${made.length === 1 ? made[0] : `[${made.join(', ')}]`} = ${expression};\n`).join('');
        // The text is ours: names, numbers and calls of the table.
        const program = new Function('np', 'nn', 'lax', `return (${names.join(', ')}) => {\n${lines}return [${outputs.map((output) => `${output}.ref`).join(', ')}];\n};`)(jax.numpy, jax.nn, jax.lax) as Program;
        const given = inputs.map((input) => arrayFrom(jax, input));
        const run = whole ? jax.jit(program) : program;
        const results: Tensor[] = [];
        for (const [i, result] of run(...given).entries()) results.push(await tensorFrom(result, valueOf(graph, graph.outputs[i]!).dtype));
        return { kind: 'results', results };
      } catch (error) {
        if (error instanceof Error && error.name === 'RuntimeError') throw error;
        return /not (yet )?(supported|implemented)|unsupported|only supports|must be one of/i.test(String(error)) ? { kind: 'unsupported', message: String(error) } : failure(error);
      }
    },
  };
}

function arrayFrom(jax: Jax, { data, dtype, shape }: Tensor): JaxArray {
  const own = dtype === 'int64' ? 'int32' : dtype;
  const values = dtype === 'int64' ? Int32Array.from(data as BigInt64Array, Number) : dtype === 'bool' ? Array.from(data as Uint8Array, (v) => v !== 0) : data;
  return jax.numpy.array(values, { shape, dtype: own });
}

async function tensorFrom(result: JaxArray, wanted: DType): Promise<Tensor> {
  const { dtype, shape } = result;
  const values = await result.data();
  const own = dtype === 'int32' && wanted === 'int64' ? wanted : (dtype as DType);
  const data = emptyData(own, values.length);
  for (let i = 0; i < values.length; i++) data[i] = (own === 'int64' ? BigInt(values[i]!) : Number(values[i])) as never;
  return { dtype: own, shape: [...shape], data };
}
