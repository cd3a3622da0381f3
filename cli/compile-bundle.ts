// A step of the build: `check` as one file, with what the engine compiles of it when it checks a program.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { packageRoot } from '../analyzer/package-root.ts';
import { BUNDLE, cacheOf, loadBundle } from './bundle.ts';

/** Has classes, loops, options and a loader. */
const SAMPLE = 'mnist.py';

rmSync(cacheOf(BUNDLE), { force: true });
const build = await rolldown({
  input: join(packageRoot(), 'cli', 'check-only.ts'), platform: 'node', logLevel: 'silent',
  // Loaded only where they are needed, and big.
  external: ['typescript', 'z3-solver'],
});
const { output: [{ code }] } = await build.generate({
  // The engine forgets where an import() of cached code would look.
  format: 'cjs', codeSplitting: false, dynamicImportInCjs: false, minify: { compress: false, mangle: false, codegen: true },
});
await build.close();
// Text of one byte a character is read and hashed twice as fast.
writeFileSync(BUNDLE, code.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`));

const { exports, script } = loadBundle(BUNDLE);
await exports.warmUp([{ path: SAMPLE, text: readFileSync(join(packageRoot(), 'corpus', 'programs', 'python', SAMPLE), 'utf8') }], []);
writeFileSync(cacheOf(BUNDLE), script.createCachedData());
