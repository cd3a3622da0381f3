// SwiftShader, a Vulkan driver for the CPU, out of the npm package @sparticuz/chromium: an archive in, a folder with
// the driver, a Vulkan loader and the driver's description out. Unpacked once; a half-written folder is never seen.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

const NEEDED = ['libvk_swiftshader.so', 'libvulkan.so.1', 'vk_swiftshader_icd.json'] as const;

export interface UnpackedDriver {
  readonly loader: string;
  readonly description: string;
}

/** Undefined where the package is not installed. */
export function swiftshaderPackage(): { readonly archive: string; readonly version: string } | undefined {
  try {
    // The package exports no file but its entry, which lies in build/esm or build/cjs.
    let folder = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'));
    while (!existsSync(join(folder, 'bin', 'swiftshader.tar.br'))) {
      if (dirname(folder) === folder) return undefined;
      folder = dirname(folder);
    }
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { archive: join(folder, 'bin', 'swiftshader.tar.br'), version };
  } catch {
    return undefined;
  }
}

/** `cache` is a folder that may be made. */
export function unpackSwiftshader(cache: string): UnpackedDriver | undefined {
  const found = swiftshaderPackage();
  if (!found) return undefined;
  const folder = join(cache, `swiftshader-${found.version}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const half = mkdtempSync(join(cache, 'unpacking-'));
    for (const [name, bytes] of tarEntries(brotliDecompressSync(readFileSync(found.archive)))) {
      if ((NEEDED as readonly string[]).includes(name)) writeFileSync(join(half, name), bytes);
    }
    try {
      renameSync(half, folder);
    } catch (error) {
      // Another process was faster.
      rmSync(half, { recursive: true });
      if (!existsSync(folder)) throw error;
    }
  }
  return { loader: join(folder, 'libvulkan.so.1'), description: join(folder, 'vk_swiftshader_icd.json') };
}

const BLOCK = 512;

/** Names and contents of plain files. Source of the format: POSIX.1-1988, ustar: name at 0, octal size at 124. */
export function* tarEntries(archive: Uint8Array): Generator<readonly [name: string, bytes: Uint8Array]> {
  const text = (at: number, length: number): string => Buffer.from(archive.subarray(at, at + length)).toString('latin1').replace(/\0.*$/s, '');
  for (let at = 0; at + BLOCK <= archive.length;) {
    const name = text(at, 100);
    if (name === '') return;
    const size = Number.parseInt(text(at + 124, 12), 8);
    yield [name.replace(/^\.\//, ''), archive.subarray(at + BLOCK, at + BLOCK + size)];
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}
