// An adapter on every machine, through the npm package `webgpu` (Dawn). Tried in this order: a real GPU, SwiftShader
// out of npm, Chromium's SwiftShader, lavapipe. Environment and wish in; an adapter, or what to install, out.
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Wait } from '../device.ts';
import { isSoftware } from '../device.ts';
import type { Adapter, Gpu } from '../host.ts';
import { patiently } from './patience.ts';
import { swiftshaderPackage, unpackSwiftshader } from './swiftshader.ts';

/** What people give to `--gpu` or DIMWRIGHT_GPU. */
export const GPU_CHOICES = ['auto', 'hardware', 'swiftshader', 'chromium', 'lavapipe', 'none'] as const;
export type GpuChoice = (typeof GPU_CHOICES)[number];
/** `given`: the environment names it to Vulkan's loader. */
export type DriverName = Exclude<GpuChoice, 'auto' | 'none'> | 'given';

/** The environment of the process, which is also changed: Vulkan's loader reads which driver to take from there. */
export type Environment = Record<string, string | undefined>;

export interface OpenedGpu {
  readonly driver: DriverName;
  readonly adapter: Adapter;
  /** For whoever opens a device of it. */
  readonly wait: Wait;
}

export type GpuAttempt = OpenedGpu | { readonly missing: string };

const INSTALL: Readonly<Record<DriverName, string>> = {
  given: 'the driver that VK_ICD_FILENAMES names gives no adapter',
  hardware: 'no adapter of a real GPU: install its Vulkan driver',
  swiftshader: 'npm install @sparticuz/chromium koffi brings SwiftShader (Linux, x64)',
  chromium: 'apt install chromium-common libvulkan1 brings SwiftShader',
  lavapipe: 'apt install -t bookworm-backports mesa-vulkan-drivers libvulkan1 brings lavapipe (Mesa 25)',
};

/** Where the driver is in place; of the others it is the wrong version, or none, that gives no adapter. */
const NO_ADAPTER: Partial<Readonly<Record<DriverName, string>>> = {
  swiftshader: 'SwiftShader of @sparticuz/chromium is there and gives no adapter',
  chromium: 'SwiftShader of chromium-common is there and gives no adapter',
};

const CHROMIUM_DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json';
const ICD_FOLDERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'] as const;
const LOADER = 'libvulkan.so.1';
const LIBC = 'libc.so.6';
/** Where Vulkan's loader looks for drivers. */
const ICD = 'VK_ICD_FILENAMES';
/** Set beside it where the driver is our choice, so that the next call, and processes that we start, choose again. */
const CHOSEN = 'DIMWRIGHT_ICD';
const LOADER_FOLDERS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib'] as const;

/**
 * What `create` of Dawn returned, for ever: were it collected while work is under way, the process would abort. A
 * module's variable that is not read again is collected too.
 */
const PINNED = Symbol.for('dimwright.webgpu');

export function gpuChoice(environment: Environment): GpuChoice {
  const wish = environment['DIMWRIGHT_GPU'] ?? 'auto';
  if (!(GPU_CHOICES as readonly string[]).includes(wish)) throw new RangeError(`DIMWRIGHT_GPU is ${wish}; it may be ${GPU_CHOICES.join(', ')}`);
  return wish as GpuChoice;
}

export interface OpenOptions {
  readonly choice?: GpuChoice;
  /**
   * Dawn puts a check before every access to memory, which a third of the time goes into that a driver for the CPU takes
   * to compile a small shader. Ours stay within their buffers; one that does not may end the process.
   */
  readonly unchecked?: boolean;
}

/** One driver a process: once Vulkan's loader is there, it keeps its drivers. */
export async function openGpu(environment: Environment, { choice = gpuChoice(environment), unchecked = false }: OpenOptions = {}): Promise<GpuAttempt> {
  const opened = await openChoice(environment, choice);
  if (!unchecked || 'missing' in opened || !isSoftware(opened.adapter)) return opened;
  const adapter = await adapterWith(environment, ['disable_robustness']);
  return adapter ? { ...opened, adapter } : opened;
}

async function openChoice(environment: Environment, choice: GpuChoice): Promise<GpuAttempt> {
  if (choice === 'none') return { missing: 'switched off by DIMWRIGHT_GPU=none' };
  // Whoever names a driver to Vulkan's loader has chosen.
  if (choice === 'auto' && environment[ICD] !== undefined && environment[CHOSEN] === undefined) return openAdapter('given', environment);
  const drivers: readonly DriverName[] = choice === 'auto' ? ['hardware', 'swiftshader', 'chromium', 'lavapipe'] : [choice];
  const missing: string[] = [];
  for (const driver of drivers) {
    const attempt = await openDriver(driver, environment);
    if ('adapter' in attempt) return attempt;
    missing.push(attempt.missing);
  }
  // Of all that could be installed, SwiftShader is the least.
  return { missing: missing[1] ?? missing[0]! };
}

/** What adapters came from last, for libraries that look for a browser's `navigator.gpu`. */
export function pinnedGpu(): Gpu | undefined {
  return (globalThis as { [PINNED]?: Gpu[] })[PINNED]?.at(-1);
}

async function openDriver(driver: DriverName, environment: Environment): Promise<GpuAttempt> {
  const prepared = await prepareDriver(driver, environment);
  if (prepared) return { missing: prepared };
  const opened = await openAdapter(driver, environment);
  return driver === 'hardware' && 'adapter' in opened && isSoftware(opened.adapter) ? { missing: INSTALL.hardware } : opened;
}

async function openAdapter(driver: DriverName, environment: Environment): Promise<GpuAttempt> {
  try {
    const adapter = await adapterWith(environment, []);
    return adapter ? { driver, adapter, wait: patiently } : { missing: NO_ADAPTER[driver] ?? INSTALL[driver] };
  } catch (error) {
    return { missing: `npm install webgpu brings Dawn (${error instanceof Error ? error.message.split('\n')[0] : String(error)})` };
  }
}

async function adapterWith(environment: Environment, features: readonly string[]): Promise<Adapter | null> {
  const dawn = (await import('webgpu')) as unknown as { create(options: readonly string[]): Gpu };
  const gpu = dawn.create([...(environment[ICD] === undefined ? [] : ['backend=vulkan']), ...features.map((feature) => `enable-dawn-features=${feature}`)]);
  const pins = globalThis as { [PINNED]?: Gpu[] };
  (pins[PINNED] ??= []).push(gpu);
  return gpu.requestAdapter({ powerPreference: 'high-performance' });
}

/** Undefined when the driver is in place, else what to install. */
async function prepareDriver(driver: DriverName, environment: Environment): Promise<string | undefined> {
  if (driver === 'hardware') return hasHardwareDriver() ? undefined : INSTALL.hardware;
  if (driver === 'swiftshader') {
    const home = environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
    const unpacked = swiftshaderPackage() && unpackSwiftshader(environment['DIMWRIGHT_CACHE'] ?? join(home, 'dimwright'));
    if (!unpacked) return INSTALL.swiftshader;
    const koffi = await loadKoffi();
    if ('missing' in koffi) return `${INSTALL.swiftshader}: ${koffi.missing}`;
    // Dawn opens the loader by its name; a library of that name that is loaded already is the one it gets.
    koffi.load(unpacked.loader);
    keepFreedMemory(koffi);
    await tellLoader(unpacked.description, environment);
    return undefined;
  }
  const description = driver === 'chromium' ? CHROMIUM_DRIVER : icdFiles().find((file) => /lvp|lavapipe/.test(file));
  if (!description || !existsSync(description) || !hasLoader()) return INSTALL[driver];
  await tellLoader(description, environment);
  return undefined;
}

/**
 * SwiftShader's compiler takes and frees megabytes for each shader: memory that goes back to the system each time costs
 * a fifth of its time. Source of the numbers: glibc's malloc.h.
 */
function keepFreedMemory(koffi: Koffi): void {
  const [TRIM_THRESHOLD, TOP_PAD, MMAP_THRESHOLD] = [-1, -2, -3];
  const mallopt = koffi.load(LIBC).func('mallopt', 'int', ['int', 'int']);
  mallopt(MMAP_THRESHOLD, 2 ** 30);
  mallopt(TRIM_THRESHOLD, 2 ** 30);
  mallopt(TOP_PAD, 2 ** 25);
}

/** The environment of the process itself: threads of Node have copies, which libraries do not see. */
async function tellLoader(description: string, environment: Environment): Promise<void> {
  environment[ICD] = description;
  environment[CHOSEN] = description;
  const koffi = await loadKoffi();
  if ('load' in koffi) koffi.load(LIBC).func('setenv', 'int', ['str', 'str', 'int'])(ICD, description, 1);
}

/** A GPU's device node, or a platform whose drivers need no Vulkan. */
function hasHardwareDriver(): boolean {
  if (existsSync('/System/Library') || existsSync('C:\\Windows')) return true;
  return hasLoader() && icdFiles().some((file) => !/lvp|lavapipe|swiftshader/.test(file));
}

function icdFiles(): readonly string[] {
  return ICD_FOLDERS.flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : []));
}

const hasLoader = (): boolean => LOADER_FOLDERS.some((folder) => existsSync(join(folder, LOADER)));

interface Koffi {
  load(path: string): { func(name: string, result: string, parameters: readonly string[]): (...values: readonly unknown[]) => unknown };
}

async function loadKoffi(): Promise<Koffi | { readonly missing: string }> {
  try {
    return ((await import('koffi')) as unknown as { readonly default: Koffi }).default;
  } catch (error) {
    return { missing: error instanceof Error ? error.message.split('\n')[0]! : String(error) };
  }
}
