// ONNX's node tests in, as a folder or as a .tar or .tar.gz archive of one; each test with its data sets out. A test
// is a folder that holds `model.onnx` and `test_data_set_N/{input,output}_M.pb`, at any depth.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { NodeTest } from '../runtime/onnx/node-tests.ts';
import { UsageError, fileProblem } from './failure.ts';

export interface NamedTest {
  readonly name: string;
  /** By number; most tests have one. */
  readonly sets: readonly NodeTest[];
}

export function nodeTestsIn(path: string): readonly NamedTest[] {
  const files = filesIn(path);
  const models = [...files.keys()].filter((name) => name.endsWith('/model.onnx')).sort();
  if (models.length === 0) throw new UsageError(`${path}: there is no test in it (no folder with a model.onnx)`);
  const folders = new Map<string, string[]>();
  for (const name of files.keys()) {
    const folder = /^(.*\/)test_data_set_\d+\/[^/]+$/.exec(name)?.[1];
    if (folder !== undefined) folders.set(folder, [...(folders.get(folder) ?? []), name]);
  }
  return models.map((model) => {
    const folder = model.slice(0, -'model.onnx'.length);
    return { name: folder.split('/').at(-2) ?? folder, sets: setsOf(files.get(model)!(), folders.get(folder) ?? [], (name) => files.get(name)!()) };
  });
}

type Files = ReadonlyMap<string, () => Uint8Array>;

function setsOf(model: Uint8Array, names: readonly string[], read: (name: string) => Uint8Array): readonly NodeTest[] {
  const sets = [...new Set(names.map((name) => name.slice(0, name.lastIndexOf('/') + 1)))].sort();
  const inOrder = (set: string, kind: string): readonly Uint8Array[] => names.filter((name) => name.startsWith(`${set}${kind}_`))
    .sort((a, b) => numberAtEnd(a) - numberAtEnd(b)).map(read);
  return sets.map((set) => ({ model, inputs: inOrder(set, 'input'), outputs: inOrder(set, 'output') }));
}

const numberAtEnd = (name: string): number => Number(/(\d+)\.pb$/.exec(name)?.[1]);

function filesIn(path: string): Files {
  try {
    return statSync(path).isDirectory() ? filesOfFolder(path) : filesOfArchive(readFileSync(path), path);
  } catch (error) {
    throw error instanceof UsageError ? error : fileProblem(path, error);
  }
}

function filesOfFolder(path: string): Files {
  const names = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(names.map((entry) => {
    const full = join(entry.parentPath, entry.name);
    return [`/${full.slice(path.length)}`.replaceAll(/[\\/]+/g, '/'), () => readFileSync(full)] as const;
  }));
}

const BLOCK = 512;

/** Source: POSIX.1-2024 pax, "ustar Interchange Format"; GNU tar's entries of type L hold a long name. */
function filesOfArchive(bytes: Buffer, path: string): Files {
  const archive = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  const text = (from: number, length: number): string => archive.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  const files = new Map<string, () => Uint8Array>();
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0;) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    if (Number.isNaN(size) || text(at + 257, 5) !== 'ustar') throw new UsageError(`${path}: it is neither a folder nor a tar archive`);
    const [begin, type, prefix] = [at + BLOCK, text(at + 156, 1), text(at + 345, 155)];
    const name = longName ?? (prefix === '' ? text(at, 100) : `${prefix}/${text(at, 100)}`);
    longName = type === 'L' ? text(begin, size) : type === 'x' ? /\d+ path=(.*)\n/.exec(text(begin, size))?.[1] : undefined;
    if (type === '0' || type === '') files.set(`/${name}`, () => archive.subarray(begin, begin + size));
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
