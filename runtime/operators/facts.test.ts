// What a real engine computes for each operator (corpus/facts), against the specification: results within the
// reference's own bound, refusals refused.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { firstDifference } from '../interpret/difference.ts';
import { interpret } from '../interpret/interpret.ts';
import type { Fact, Facts } from '../onnx/fact-model.ts';
import { modelOfFact, recordedTensor } from '../onnx/fact-model.ts';
import { importModel } from '../onnx/import.ts';
import { OPERATORS } from './index.ts';

const folder = join(import.meta.dirname, '../../corpus/facts');
const files = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Facts);

/** The first difference, as a sentence; undefined where the specification and the engine agree. */
function difference(facts: Facts, fact: Fact): string | undefined {
  const values = fact.inputs.map((x) => (x ? recordedTensor(x) : undefined));
  const imported = importModel(modelOfFact(facts, fact, 'given'), { values: Object.fromEntries(values.flatMap((x, i) => (x ? [[`x${i}`, x]] : []))) });
  if (!imported.ok) return fact.outputs || imported.kind !== 'wrong' ? imported.reason : undefined;
  if (!fact.outputs) return 'the engine refuses it';
  const results = interpret(imported.graph, imported.inputNames.map((name) => values[Number(name.slice(1))]!));
  return results.map((result, i) => firstDifference(result, recordedTensor(fact.outputs![i]!))).find((d) => d !== undefined);
}

it('every operator has facts from a real engine', () => {
  const recorded = new Set(files.map(({ operator }) => operator));
  expect(OPERATORS.map(({ name }) => name).filter((name) => !recorded.has(name))).toEqual([]);
});

for (const facts of files) {
  describe(`${facts.operator} as the engine has it`, () => {
    for (const fact of facts.cases.filter(({ differs }) => differs === undefined)) {
      it(fact.name, () => expect(difference(facts, fact)).toBe(undefined));
    }
    for (const fact of facts.cases.filter(({ differs }) => differs !== undefined)) {
      it(`${fact.name}, otherwise: ${fact.differs}`, () => expect(difference(facts, fact)).toBeDefined());
    }
  });
}
