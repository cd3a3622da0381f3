import { expect, test } from 'vitest';
import { fuzzJson, fuzzText, progressText, type FuzzReport } from './fuzz.ts';

const quiet: FuzzReport = { seed: 1, engines: ['reference', 'wasm'], graphs: 2050, seconds: 10.0004, operators: { Relu: 3, Add: 5 }, findings: [], known: {}, outside: {}, digest: '0000002a' };
const loud: FuzzReport = { ...quiet, findings: [{
  folder: 'dimwright-out/fused-sum-drops-nan', message: 'wasm gives 0 where reference gives NaN', engines: ['wasm', 'reference'],
  operators: ['Neg', 'ReduceSum'], signature: 'wasm together Neg ReduceSum', times: 7, blame: [{ engine: 'wasm', pass: 'fuse-elementwise' }],
}] };

test('the JSON summary is one object with rates and the operators in order', () => {
  expect(JSON.parse(fuzzJson(quiet))).toEqual({
    graphs: 2050, seconds: 10, graphsPerSecond: 204.992, findings: [], known: {}, outside: {}, operators: { Add: 5, Relu: 3 }, seed: 1, engines: ['reference', 'wasm'], digest: '0000002a',
  });
  expect(fuzzJson(quiet)).toMatch(/"Add": 5,\s+"Relu": 3/);
});

test('a quiet campaign says so', () => {
  expect(fuzzText(quiet, { color: false })).toBe(
    '2,050 graphs in 10.0 s (205 graphs/s), 2 operators, seed 1\nengines: reference, wasm\n\nNo disagreement.\n');
});

test('a campaign that ran nothing does not claim agreement', () => {
  expect(fuzzText({ ...quiet, graphs: 0 }, { color: false })).toContain('Nothing was compared.');
});

test('a disagreement says how to replay it', () => {
  expect(fuzzText(loud, { color: false })).toMatchInlineSnapshot(`
    "2,050 graphs in 10.0 s (205 graphs/s), 2 operators, seed 1
    engines: reference, wasm

    1 disagreement:

      wasm gives 0 where reference gives NaN
      reduced to  Neg → ReduceSum, met 7 times
      begins      in stage fuse-elementwise of wasm
      replay with dimwright replay dimwright-out/fused-sum-drops-nan
    "
  `);
});

test('what is known is told apart from what is new', () => {
  const known = { ...loud, known: { 'a-hang': 2, 'a-slip': 1100 } };
  expect(fuzzText(known, { color: false })).toContain('\n1 new disagreement:\n');
  expect(fuzzText({ ...known, findings: [] }, { color: false })).toMatchInlineSnapshot(`
    "2,050 graphs in 10.0 s (205 graphs/s), 2 operators, seed 1
    engines: reference, wasm

    No new disagreement.

    2 known bugs met 1,102 times; corpus/FOUND.md says what each is:
        1,100  a-slip
            2  a-hang
    "
  `);
  expect(progressText({ graphs: 9, seconds: 3, operators: 4, disagreements: 0, known: 1102 }, { color: false })).toBe('9 graphs · 3 graphs/s · 4 operators · 0 new disagreements · 1,102 known · 3 s');
});

test('what an engine lacks is named, the most frequent first', () => {
  const lacks = { Add: 1, Conv: 900, Erf: 1203, a: 1, b: 1, c: 1, d: 1, e: 1 };
  expect(fuzzText({ ...quiet, outside: { ort: { graphs: 5000, unsupported: 2109, lacks, unrepeated: 0, grown: 0 } } }, { color: false }))
    .toContain('ort lacks what 2,109 graphs of 5,000 ask for: Erf 1,203, Conv 900, Add 1, a 1, b 1, c 1, 2 others 2\n');
});

test('a long message of an engine is told without its own paths and empty lines', () => {
  const message = 'ort: Status Message: /onnxruntime_src/core/op_kernel.cc:83 FAIL\n';
  expect(fuzzText({ ...loud, findings: [{ ...loud.findings[0]!, message }] }, { color: false })).toContain('  ort: Status Message: op_kernel.cc:83 FAIL\n');
});

test('the progress line fits the terminal', () => {
  const progress = { graphs: 1234, seconds: 6.2, limit: 20, operators: 47, disagreements: 1, known: 0 };
  expect(progressText(progress, { color: false })).toBe('1,234 graphs · 199 graphs/s · 47 operators · 1 disagreement · 6 of 20 s');
  expect(progressText(progress, { color: false, width: 30 })).toHaveLength(29);
});
