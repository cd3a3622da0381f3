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
      reduced to Neg → ReduceSum met 7 times
      begins at wasm since fuse-elementwise
      replay with dimwright replay dimwright-out/fused-sum-drops-nan
    "
  `);
});

test('the progress line fits the terminal', () => {
  const progress = { graphs: 1234, seconds: 6.2, limit: 20, operators: 47, disagreements: 1 };
  expect(progressText(progress, { color: false })).toBe('1,234 graphs · 199 graphs/s · 47 operators · 1 disagreement · 6 of 20 s');
  expect(progressText(progress, { color: false, width: 30 })).toHaveLength(29);
});
