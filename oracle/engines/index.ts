// The engines that dimwright can start by itself, by the names that people give to `--engines`.
import type { Numerics } from '../../runtime/interpret/numerics.ts';
import { FLUSHING, SHADING } from '../../runtime/interpret/numerics.ts';
import type { LoadEngine } from './engine.ts';
import { LEVELS, loadOnnxRuntime, loadOnnxRuntimeWeb } from './onnxruntime.ts';
import { loadWebGpu } from './webgpu.ts';
import { loadTfjs } from './tfjs.ts';

export const ENGINES: Readonly<Record<string, LoadEngine>> = {
  onnxruntime: loadOnnxRuntime,
  'onnxruntime-web': loadOnnxRuntimeWeb,
  webgpu: loadWebGpu,
  tfjs: loadTfjs,
};

/** Variants that optimise more and more, for blame. */
export const LEVELS_OF: Readonly<Record<string, readonly string[]>> = { onnxruntime: LEVELS, 'onnxruntime-web': LEVELS };

/** What the arithmetic of an engine promises, by what it says about itself. */
export const NUMERICS_OF: Readonly<Record<string, (version: string) => Numerics>> = {
  webgpu: (version) => (/swiftshader|llvmpipe|lavapipe/i.test(version) ? FLUSHING : SHADING),
};
