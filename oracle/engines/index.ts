// The engines that dimwright can start by itself, by the names that people give to `--engines`.
import type { Numerics } from '../../runtime/interpret/numerics.ts';
import { COARSE, FLUSHING, SHADING } from '../../runtime/interpret/numerics.ts';
import type { DType } from '../../runtime/ir/dtype.ts';
import { EVERY_DTYPE } from '../../runtime/ir/dtype.ts';
import type { LoadEngine } from './engine.ts';
import { LEVELS, loadOnnxRuntime, loadOnnxRuntimeWeb } from './onnxruntime.ts';
import { loadWebGpu } from './webgpu.ts';
import { loadJaxJs } from './jax-js.ts';
import { loadTfjs } from './tfjs.ts';

export const ENGINES: Readonly<Record<string, LoadEngine>> = {
  onnxruntime: loadOnnxRuntime,
  'onnxruntime-web': loadOnnxRuntimeWeb,
  webgpu: loadWebGpu,
  tfjs: loadTfjs,
  'jax-js': loadJaxJs,
};

/** The npm packages that engines come with. */
export const PACKAGES_OF: Readonly<Record<string, string>> = {
  onnxruntime: 'onnxruntime-node', 'onnxruntime-web': 'onnxruntime-web', tfjs: '@tensorflow/tfjs', 'jax-js': '@jax-js/jax',
};

/** Variants that optimise more and more, for blame. */
export const LEVELS_OF: Readonly<Record<string, readonly string[]>> = { onnxruntime: LEVELS, 'onnxruntime-web': LEVELS };

/** Element types that an engine has, and that campaigns draw for it where nobody says otherwise. */
export const DTYPES_OF: Readonly<Record<string, readonly DType[]>> = {
  // Its packages for JavaScript have no tensors of bfloat16.
  onnxruntime: EVERY_DTYPE.filter((dtype) => dtype !== 'bfloat16'),
  'onnxruntime-web': EVERY_DTYPE.filter((dtype) => dtype !== 'bfloat16'),
  webgpu: EVERY_DTYPE.filter((dtype) => dtype !== 'float64'),
  tfjs: ['float32', 'int32', 'bool'],
  'jax-js': ['float32', 'int32', 'bool'],
};

/** Engines that read If, Loop, symbolic sizes and shapes from data; ours have graphs without branches, of fixed sizes. */
export const BRANCHING: ReadonlySet<string> = new Set(['onnxruntime', 'onnxruntime-web']);

/** Where no answer for ten seconds is no hang yet: drivers for CPUs compile a graph's shaders for seconds, on a busy machine for more. */
export const ANSWER_MS_OF: Readonly<Record<string, number>> = { webgpu: 40_000 };

/** Engines that read files with our own importer. */
export const READING_BEYOND: ReadonlySet<string> = new Set(['webgpu']);

/** What the arithmetic of an engine promises, by what it says about itself. */
export const NUMERICS_OF: Readonly<Record<string, (version: string) => Numerics>> = {
  'jax-js': () => COARSE,
  webgpu: (version) => (/swiftshader|llvmpipe|lavapipe/i.test(version) ? FLUSHING : SHADING),
};
