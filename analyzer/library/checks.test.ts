// Sentences stand once: a model that states an operator's check takes the operator's words.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { operatorNamed } from '../../runtime/operators/index.ts';
import { packageRoot } from '../package-root.ts';
import { SENTENCES, sentenceFor } from './checks.ts';

const folder = join(packageRoot(), 'analyzer', 'library');
const models = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.py') || /^tfjs[/\\].*\.ts$/.test(file))
  .map((file) => readFileSync(join(folder, file), 'utf8'));

it('no sentence repeats an operator\'s', () => {
  const repeated = Object.entries(SENTENCES).filter(([rule, sentence]) => {
    const [name = '', check = ''] = rule.split('/');
    return operatorNamed(name)?.checks[check] === sentence;
  });
  expect(repeated).toEqual([]);
});

it('every rule that a model states has a sentence', () => {
  const stated = models.flatMap((text) => [...text.matchAll(/\bmust\(\s*'([A-Z]\w*\/[\w-]+)'/g)].map(([, rule]) => rule!));
  expect(stated.length).toBeGreaterThan(30);
  expect(stated.filter((rule) => sentenceFor(rule) === rule)).toEqual([]);
});
