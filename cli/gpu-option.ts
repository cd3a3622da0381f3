// `--gpu`, for every command that may use one. Loaded at every start, so that it imports nothing but the parser.
import type { Command } from 'commander';
import { Option } from 'commander';
import type { GpuChoice } from '../runtime/backends/webgpu/node/open-gpu.ts';

const CHOICES = ['auto', 'hardware', 'swiftshader', 'chromium', 'lavapipe', 'none'] as const satisfies readonly GpuChoice[];

/** `--gpu` is the variable DIMWRIGHT_GPU, which engines in processes of their own inherit. */
export function withGpu(command: Command): Command {
  return command
    .addOption(new Option('--gpu <adapter>', 'adapter of the engine webgpu (also DIMWRIGHT_GPU)').choices(CHOICES))
    .hook('preAction', (_, action) => {
      const { gpu } = action.opts<{ gpu?: string }>();
      if (gpu !== undefined) process.env['DIMWRIGHT_GPU'] = gpu;
    });
}
