// The engines that dimwright can start by itself, by the names that people give to `--engines`.
import type { LoadEngine } from './engine.ts';
import { loadOnnxRuntime, loadOnnxRuntimeWeb } from './onnxruntime.ts';

export const ENGINES: Readonly<Record<string, LoadEngine>> = {
  onnxruntime: loadOnnxRuntime,
  'onnxruntime-web': loadOnnxRuntimeWeb,
};
