// A sample of the programs that `npm run bench -- agreement` asks about, and what it found.
import { expect, it } from 'vitest';
import { checkFiles } from '../analyzer/check.ts';
import { TFJS_IMPORT, tfjsProgram } from '../fuzzer/emit/checked-tfjs.ts';
import { parseGraph } from '../runtime/ir/text-parse.ts';
import { DISAGREEMENTS, judgeTorch, openTorch, torchAsked } from './agreement-torch.ts';
import type { Asked } from './agreement.ts';
import { asked, disagreements, tensorflow } from './agreement.ts';

it('TensorFlow.js, the checker and the specification agree on a sample of programs', async (context) => {
  const tf = await tensorflow();
  if (!tf) return context.skip('@tensorflow/tfjs is not installed');
  const sample = Array.from({ length: 240 }, (_, index) => asked(index)).filter((program): program is Asked => program !== undefined);
  expect(sample.filter(({ valid }) => valid).length).toBeGreaterThan(20);
  expect(sample.filter(({ valid }) => !valid).length).toBeGreaterThan(5);
  expect(await disagreements(sample, tf)).toEqual([]);
});

const PYTHON = process.env['DIMWRIGHT_PYTHON'] ?? 'python3';

it('PyTorch and the checker agree on a sample of programs', { timeout: 60_000 }, async (context) => {
  const torch = await openTorch(PYTHON);
  if (!torch) return context.skip(`${PYTHON} has no torch; DIMWRIGHT_PYTHON names one that does`);
  const judged = await judgeTorch(Array.from({ length: 120 }, (_, index) => torchAsked(index)).flatMap((program) => program ?? []), torch);
  torch.close();
  expect(judged.filter(({ what }) => what.startsWith('it runs')).length).toBeGreaterThan(20);
  expect(judged.filter(({ what }) => !what.startsWith('it runs')).length).toBeGreaterThan(20);
  expect(judged.filter(({ verdict }) => DISAGREEMENTS.includes(verdict))).toEqual([]);
});

it('a whole number is a slope like any other', async () => {
  const python = 'import torch\nimport torch.nn.functional as F\nF.leaky_relu(torch.zeros(2, 3), 2)\n';
  const { findings } = await checkFiles([{ path: 'a.ts', text: `${TFJS_IMPORT}tf.leakyRelu(tf.zeros([2, 3]), 1);\n` }, { path: 'b.py', text: python }]);
  expect(findings).toEqual([]);
});

it('TensorFlow.js is not asked to mirror an empty tensor, which it refuses', () => {
  expect(tfjsProgram(parseGraph("Pad(x:[3,2], pads=[1,0,0,0], mode=reflect)"))).toContain('tf.mirrorPad');
  expect(tfjsProgram(parseGraph("Pad(x:[3,0], pads=[1,0,0,0], mode=reflect)"))).toBeUndefined();
});
