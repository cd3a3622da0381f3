// The commands, each loaded when it is asked for, and one of them started.
import { withGpu } from './gpu-option.ts';
import type { Commands } from './start.ts';
import { start } from './start.ts';

const COMMANDS: Commands = {
  check: async () => (await import('./check.ts')).checkCommand(),
  fuzz: async () => withGpu((await import('./fuzz.ts')).fuzzCommand()),
  keep: async () => (await import('./keep.ts')).keepCommand(),
  generate: async () => (await import('./generate-graphs.ts')).generateCommand(),
  replay: async () => withGpu((await import('./replay.ts')).replayCommand()),
  bisect: async () => (await import('./bisect.ts')).bisectCommand(),
  explain: async () => (await import('./explain.ts')).explainCommand(),
  run: async () => withGpu((await import('./run.ts')).runCommand()),
  conformance: async () => withGpu((await import('./conformance.ts')).conformanceCommand()),
  engines: async () => withGpu((await import('./engines.ts')).enginesCommand()),
  bench: async () => (await import('./bench.ts')).benchCommand(),
  tune: async () => (await import('./tune.ts')).tuneCommand(),
  tour: async () => (await import('./tour.ts')).tourCommand(),
};

await start(COMMANDS);
