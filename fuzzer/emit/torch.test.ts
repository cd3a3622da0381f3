import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../analyzer/check.ts';
import { parseGraph } from '../../runtime/ir/text-parse.ts';
import { Choices } from '../choices.ts';
import { perturbed } from './perturb.ts';
import { torchProgram } from './torch.ts';

const LAYERS = parseGraph(`
  x: float32[2,3,8,8]
  w: float32[4,3,3,3]
  b: float32[4]
  y = Conv(x, w, b, pads=[1,1,1,1])
  z = Relu(y)
  p = MaxPool(z, kernel_shape=[2,2], strides=[2,2])
  return p
`);

const spelled = (graph = LAYERS, stating: 'right' | 'wrong' | 'nothing' = 'nothing'): readonly string[] => Array.from({ length: 40 }, (_, i) => torchProgram(Choices.random(1, i), graph, stating)!);

describe('a graph as PyTorch programs', () => {
  it('is a script, a function or a module with layers', () => {
    const texts = spelled();
    expect(texts.some((text) => !/^(def|class) /m.test(text))).toBe(true);
    expect(texts.some((text) => text.includes('def model(x0, x1, x2):'))).toBe(true);
    expect(texts.some((text) => /self\.layer0 = nn\.Conv2d\(3, 4, (kernel_size=)?(3|\(3, 3\)), padding=(1|\(1, 1\))/.test(text) && text.includes('def forward(self, x0):'))).toBe(true);
  });

  it('has the shapes that it states, says the checker', async () => {
    const { findings } = await checkFiles(spelled(LAYERS, 'right').map((text, i) => ({ path: `p${i}.py`, text })));
    expect(findings).toEqual([]);
  });

  it('fails where a shape is stated wrongly, says the checker', async () => {
    const texts = spelled(LAYERS, 'wrong');
    const { findings } = await checkFiles(texts.map((text, i) => ({ path: `p${i}.py`, text })));
    expect(new Set(findings.map(({ file }) => file)).size).toBe(texts.length);
  });

  it('is not written where PyTorch has no such call', () => {
    expect(torchProgram(Choices.random(1, 1), parseGraph('Slice(x:[4], starts=[3], ends=[-9], steps=[-1])'), 'nothing')).toBeUndefined();
  });
});

describe('a slip of the pen', () => {
  const TEXT = 'def model(x0, x1):\n    v2 = x0.sum(dim=1)\n    v3 = v2 + x1\n    return v3\n\n\nx0 = torch.zeros(2, 3)\nx1 = torch.zeros(2)\nout = model(x0, x1)\n';
  const slips = Array.from({ length: 200 }, (_, i) => perturbed(Choices.random(2, i), TEXT)).filter((text): text is string => text !== undefined);

  it('changes one line', () => {
    expect(slips.length).toBeGreaterThan(100);
    for (const text of slips) expect(text.split('\n').filter((line, i) => line !== TEXT.split('\n')[i])).toHaveLength(1);
  });

  it('reads variables only where they are there', () => {
    const read = slips.flatMap((text) => text.split('\n').filter((line) => line.startsWith('    v2 = ')));
    expect(read.some((line) => line.includes('x1.sum'))).toBe(true);
    expect(read.some((line) => /v2\.sum|v3\.sum/.test(line))).toBe(false);
  });

  it('leaves types and fractions alone', () => {
    expect(perturbed(Choices.random(1, 1), 'y = x.to(torch.float32) * 0.5\n')).toBeUndefined();
  });
});
