// What a real engine accepts and refuses (corpus/facts), against the checker: a finding for each refusal that shapes
// explain, and for nothing else.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeModel } from '../../../runtime/onnx/encode.ts';
import type { Fact, Facts } from '../../../runtime/onnx/fact-model.ts';
import { modelOfFact } from '../../../runtime/onnx/fact-model.ts';
import { checkOnnx } from './check-model.ts';

const folder = join(import.meta.dirname, '../../../corpus/facts');
const files = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Facts);

function mistakes(facts: Facts, fact: Fact): readonly string[] {
  const checked = checkOnnx('fact.onnx', encodeModel(modelOfFact(facts, fact, 'constants')));
  return 'unreadable' in checked ? [checked.unreadable] : checked.findings.map(({ rule }) => rule);
}

describe.each(files)('$operator', (facts) => {
  it('is accepted where the engine accepts it', () => {
    expect(facts.cases.filter(({ outputs }) => outputs).flatMap((fact) => mistakes(facts, fact).map((rule) => `${fact.name}: ${rule}`))).toEqual([]);
  });

  it('is refused where the engine refuses it for its shapes', () => {
    const refused = facts.cases.filter(({ outputs, differs }) => !outputs && differs === undefined);
    expect(refused.filter((fact) => mistakes(facts, fact).length === 0).map(({ name }) => name)).toEqual([]);
  });
});
