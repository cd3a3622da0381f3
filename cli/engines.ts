// `dimwright engines`: which engines this machine has, and for each that is missing the one line that says what to
// install.
import { Command, Option } from 'commander';
import { ENGINES, PACKAGES_OF } from '../oracle/engines/index.ts';
import { packageVersion } from '../oracle/engines/package.ts';
import { labelOf } from '../runtime/backends/webgpu/device.ts';
import { openGpu } from '../runtime/backends/webgpu/node/open-gpu.ts';
import { EXIT } from './failure.ts';
import { VERSION } from './version.ts';

/** A documented part of the interface: keys are added, never changed. */
export interface EngineLine {
  readonly name: string;
  readonly available: boolean;
  /** Why not, as what to install; empty where it is there. */
  readonly reason: string;
  /** Of the engine; for the GPU the adapter. Empty where it is missing. */
  readonly version: string;
  readonly features: readonly string[];
}

/** What of an adapter matters to computing. */
const COMPUTING = ['shader-f16', 'subgroups', 'timestamp-query'];

export function enginesCommand(): Command {
  return new Command('engines')
    .description('list the engines of this machine, and what to install for those that are missing')
    .addOption(new Option('--format <format>', 'how to print them').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExit code 0, whatever is missing.')
    .action(async ({ format }: { readonly format: 'text' | 'json' }) => {
      const engines = await enginesHere();
      process.stdout.write(format === 'json' ? `${JSON.stringify({ engines }, null, 2)}\n` : engines.map(lineOf).join(''));
      process.exitCode = EXIT.clean;
    });
}

export async function enginesHere(): Promise<readonly EngineLine[]> {
  const own = { available: true, reason: '', version: VERSION };
  return [
    { name: 'reference', ...own, features: ['every dtype'] },
    { name: 'wasm', ...own, features: ['simd'] },
    await gpuLine(),
    ...Object.entries(PACKAGES_OF).map(([name, from]) => packageLine(name, from)),
  ];
}

async function gpuLine(): Promise<EngineLine> {
  const opened = await openGpu(process.env).catch((error: unknown) => ({ missing: error instanceof Error ? error.message : String(error) }));
  if ('missing' in opened) return { name: 'webgpu', available: false, reason: opened.missing, version: '', features: [] };
  const { adapter, driver } = opened;
  return { name: 'webgpu', available: true, reason: '', version: labelOf(adapter), features: [driver, ...COMPUTING.filter((feature) => adapter.features.has(feature))] };
}

function packageLine(name: string, from: string): EngineLine {
  const version = packageVersion(from);
  const isEngine = Object.hasOwn(ENGINES, name);
  if (version === undefined) return { name, available: false, reason: `npm install ${from}`, version: '', features: [] };
  return { name, available: true, reason: '', version: `${from} ${version}`, features: isEngine ? ['fuzz'] : ['bench'] };
}

function lineOf({ name, available, reason, version, features }: EngineLine): string {
  return `${name.padEnd(16)} ${available ? version : `missing: ${reason}`}${features.length > 0 ? `\n${' '.repeat(17)}${features.join(' ')}` : ''}\n`;
}
