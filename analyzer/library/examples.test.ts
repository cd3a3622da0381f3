// The pages of rules tell the truth: the wrong code breaks its rule and no other, the right code breaks none.
import { expect, it } from 'vitest';
import { checkFiles } from '../check.ts';
import { SENTENCES } from './checks.ts';
import type { Example } from './examples.ts';
import { EXAMPLES } from './examples.ts';

const IMPORTS = { python: 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n', javascript: "import * as tf from '@tensorflow/tfjs';\n" } as const;

async function rulesIn(language: Example['language'], code: string): Promise<readonly string[]> {
  const { findings } = await checkFiles([{ path: language === 'python' ? 'a.py' : 'a.js', text: `${IMPORTS[language]}${code}\n` }]);
  return findings.map(({ rule }) => rule);
}

for (const [rule, { language, wrong, right }] of Object.entries(EXAMPLES)) {
  it(rule, async () => {
    expect({ wrong: await rulesIn(language, wrong), right: await rulesIn(language, right) }).toEqual({ wrong: [rule], right: [] });
  });
}

it('every rule has an example, and every example a rule', () => {
  expect(Object.keys(EXAMPLES).toSorted()).toEqual(Object.keys(SENTENCES).toSorted());
});
