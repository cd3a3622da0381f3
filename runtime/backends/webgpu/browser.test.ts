// The engine in a browser: the built files in headless Chromium, on SwiftShader. Every operator's first examples against
// the reference, and what the GPU gives for NaN and 64-bit integers.
import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import type { TestContext } from 'vitest';
import { afterAll, expect, test } from 'vitest';
import { OPERATORS } from '../../operators/index.ts';
import { servePages, startBrowser } from '../browser-test-kit.ts';

const BUILT = join(import.meta.dirname, '../../../dist');
const FLAGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan', '--use-vulkan=swiftshader', '--use-angle=swiftshader', '--ignore-gpu-blocklist'];

interface Report {
  /** Undefined where the browser has a GPU. */
  readonly missing?: string;
  readonly operators: Readonly<Record<string, readonly string[]>>;
  readonly special: readonly string[];
}

const SUITE = `(async () => {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) return { missing: 'this Chromium offers no WebGPU adapter', operators: {}, special: [] };
  const [{ Device }, { compileGraph }, { OPERATORS }, { contractSubjects }, { interpret }, { firstDifference }, { GraphBuilder }, { tensor }] = await Promise.all([
    '/runtime/backends/webgpu/device.js', '/runtime/backends/webgpu/webgpu.js', '/runtime/operators/index.js', '/runtime/spec/contract.js',
    '/runtime/interpret/interpret.js', '/runtime/interpret/difference.js', '/runtime/ir/build.js', '/runtime/ir/tensor.js',
  ].map((file) => import(file)));
  const device = await Device.open(adapter);
  const run = async (graph, inputs, options) => {
    const executable = await compileGraph(device, graph, options);
    const results = await executable.run(inputs);
    executable.release();
    return results;
  };
  const operators = {};
  for (const operator of OPERATORS) {
    const subjects = contractSubjects(operator).filter(({ graph }) => graph.values.every(({ dtype }) => ['float32', 'int32', 'int64', 'bool'].includes(dtype))).slice(0, 2);
    operators[operator.name] = await Promise.all(subjects.map(async ({ label, graph, inputs }) => {
      const results = await run(graph, inputs, { leastWork: 0 });
      return interpret(graph, inputs).flatMap((expected, i) => firstDifference(expected, results[i]) ?? []).map((difference) => label + ': ' + difference).join() || 'agrees';
    }));
  }
  const of = async (op, dtype, values) => {
    const g = new GraphBuilder();
    const graph = g.finish([g.op(op, values.map((_, i) => g.input('x' + i, dtype, [1])))]);
    return String((await run(graph, values.map((value) => tensor(dtype, [1], [value])), {}))[0].data[0]);
  };
  const special = [await of('Max', 'float32', [NaN, 1]), await of('Mul', 'int64', [3037000500n, 3037000501n]), await of('Log', 'float32', [0])];
  device.destroy();
  return { operators, special };
})()`;

const opened = await openBrowser();
const report = 'missing' in opened ? undefined : await opened.report;
const missing = 'missing' in opened ? opened.missing : report?.missing;

function inBrowser(run: (report: Report) => void): (context: TestContext) => void {
  return (context) => {
    if (missing !== undefined) return context.skip(missing);
    run(report!);
  };
}

for (const { name } of OPERATORS) {
  test(`${name} in a browser`, inBrowser(({ operators }) => {
    expect(operators[name]!.filter((said) => said !== 'agrees')).toEqual([]);
  }));
}

test('every operator but those of float64 alone ran', inBrowser(({ operators }) => {
  expect(Object.values(operators).filter((said) => said.length > 0).length).toBeGreaterThan(40);
}));

test('NaN, 64-bit products and the logarithm of 0 in a browser', inBrowser(({ special }) => {
  expect(special).toEqual(['NaN', String(BigInt.asIntN(64, 3037000500n * 3037000501n)), '-Infinity']);
}));

async function openBrowser(): Promise<{ readonly missing: string } | { readonly report: Promise<Report> }> {
  const browser = await startBrowser(FLAGS);
  if ('missing' in browser) return browser;
  const server = await servePages((path) => (path === '/' ? { type: 'text/html', body: '<!doctype html>' } : { type: 'text/javascript', body: readFileSync(join(BUILT, normalize(path))) }));
  afterAll(async () => { await browser.close(); server.close(); });
  const page = await browser.newPage();
  await page.goto(`${server.origin}/`);
  return { report: page.evaluate(SUITE) as Promise<Report> };
}
