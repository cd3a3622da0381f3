// `import { compile } from 'dimwright'` in pages of headless Chromium: as a bundler makes it, with several threads where the
// page is isolated from other origins, and with one where it is not or where it forbids workers.
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, expect, test } from 'vitest';
import type { TestContext } from 'vitest';
import type { Answer } from '../browser-test-kit.ts';
import { servePages, startBrowser } from '../browser-test-kit.ts';
import { encodeModel } from '../../onnx/encode.ts';
import { modelOf, nodeOf } from '../../onnx/model-kit.ts';

const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
const PAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/isolated': ISOLATED,
  '/plain': {},
  '/no-workers': { ...ISOLATED, 'content-security-policy': "worker-src 'none'" },
};
/** The programmatic interface, and what a test has to see of threads. */
const ENTRY = `
  export * from '${join(import.meta.dirname, '../../api.ts')}';
  export { ThreadPool } from '${join(import.meta.dirname, 'threads.ts')}';
  export { CONTROL } from '${join(import.meta.dirname, 'thread-code.ts')}';
  export { encodeModule, FunctionCode } from '${join(import.meta.dirname, 'binary.ts')}';
  export { hasThreads } from '${join(import.meta.dirname, 'workers.ts')}';`;

const browser = await startBrowser([]);
const missing = 'missing' in browser ? browser.missing : undefined;
const bundle = missing === undefined ? await bundled() : '';
const server = await servePages((path): Answer => {
  if (path === '/dimwright.js') return { type: 'text/javascript', body: bundle, headers: ISOLATED };
  return { type: 'text/html', body: `<!doctype html><script type="importmap">{"imports":{"dimwright":"/dimwright.js"}}</script>`, headers: PAGES[path]! };
});
afterAll(async () => {
  if (!('missing' in browser)) await browser.close();
  server.close();
});

async function bundled(): Promise<string> {
  const build = await rolldown({ input: 'entry', platform: 'browser', logLevel: 'silent', plugins: [{ name: 'entry', resolveId: (id) => (id === 'entry' ? id : undefined), load: (id) => (id === 'entry' ? ENTRY : undefined) }] });
  const { output } = await build.generate({ format: 'esm', codeSplitting: false });
  return output[0].code;
}

/** The script is the body of an async function that has the module as `dimwright`. */
function inPage(path: string, script: string, check: (result: unknown) => void): (context: TestContext) => Promise<void> {
  return async (context) => {
    if ('missing' in browser) return context.skip(missing);
    const page = await browser.newPage();
    await page.goto(`${server.origin}${path}`);
    check(await page.evaluate(`(async () => { const dimwright = await import('dimwright'); ${script} })()`));
    await page.close();
  };
}

const MODEL = encodeModel(modelOf({ inputs: { a: [256, 256], b: [256, 256] }, nodes: [nodeOf('MatMul', 'a, b', 'y')], outputs: ['y'] }));
const COMPARE = `
  const numbers = (seed) => Float32Array.from({ length: 65536 }, (_, i) => ((i * 7919 + seed) % 17) - 8);
  const run = async (threads) => {
    const model = await dimwright.compile(Uint8Array.from([${MODEL.join()}]), { threads });
    const results = [];
    for (let i = 0; i < 5; i++) {
      results.push(model.run([numbers(1), numbers(2)]).y.data.join());
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
    return results;
  };
  const [one] = await run(1);
  const same = (await run(2)).every((two) => two === one);
  return { isolated: crossOriginIsolated, threads: dimwright.hasThreads(), same, elements: one.split(',').length };`;

/** All chunks but one wait until another thread has done one, which no caller alone can see. */
const HELPED = `
  const { ThreadPool, CONTROL, encodeModule, FunctionCode } = dimwright;
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const pool = new ThreadPool(2, memory);
  const module = new WebAssembly.Module(encodeModule({ memory: { module: 'host', name: 'memory', minimum: 1, maximum: 1, shared: true }, functions: [new FunctionCode(1)], exports: { run0: 0 } }));
  pool.add(module);
  for (let round = 0; round < 200; round++) {
    await new Promise((resolve) => { setTimeout(resolve, 10); });
    let own = 0;
    pool.run(1, 0, 50, () => { own++; for (let look = 0; look < 1e6 && Atomics.load(pool.control, CONTROL.done) < own; look++); });
    if (own < 50) return 'helped';
  }
  return 'alone';`;

test('a page that is isolated has several threads, and they give the bits of one', inPage('/isolated', COMPARE, (result) => {
  expect(result).toEqual({ isolated: true, threads: true, same: true, elements: 65536 });
}));

test('a thread of a page takes part', inPage('/isolated', HELPED, (result) => { expect(result).toBe('helped'); }));

test('a page that is not isolated has one thread', inPage('/plain', COMPARE, (result) => {
  expect(result).toEqual({ isolated: false, threads: false, same: true, elements: 65536 });
}));

test('a page that forbids workers has one thread once it has tried', inPage('/no-workers', COMPARE, (result) => {
  expect(result).toEqual({ isolated: true, threads: false, same: true, elements: 65536 });
}));

const ENDED = `
  const started = [];
  const Whole = Worker;
  globalThis.Worker = class extends Whole { constructor(url) { super(url); started.push(this); } };
  const graph = dimwright.graph((g) => [g.op('Exp', [g.input('x', 'float32', [1 << 20])])]);
  const x = new Float32Array(1 << 20).fill(1);
  const model = await dimwright.compile(graph, { threads: 2 });
  model.run([x]);
  for (const worker of started) worker.terminate();
  await new Promise((resolve) => { setTimeout(resolve, 50); });
  return [started.length, new Set(model.run([x]).output0.data).size, Math.abs(model.run([x]).output0.data[0] - Math.E) < 1e-6];`;

test('a thread of a page that was ended is not waited for', inPage('/isolated', ENDED, (result) => { expect(result).toEqual([1, 1, true]); }));
