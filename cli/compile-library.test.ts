import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadReaders, readProgram } from '../analyzer/1-read/languages.ts';
import { compiledModel, compiledPath, compiledText, decoded } from '../analyzer/library/compiled.ts';
import { pythonModel } from '../analyzer/library/load.ts';
import { modelNames } from './compile-library.ts';

test('every model is found by its name', () => {
  expect(modelNames().filter((name) => !pythonModel(name))).toEqual([]);
  expect(modelNames()).toContain('torch.nn');
});

test('a program that was written down is the program that was read', async () => {
  await loadReaders(['model.py']);
  for (const name of modelNames()) {
    const model = pythonModel(name);
    if (!model) continue;
    const read = readProgram(model.text, model.file);
    expect(decoded(compiledText(read), model.text)).toEqual(read);
    if (existsSync(compiledPath(model))) expect([undefined, read]).toContainEqual(compiledModel(model));
  }
});

test('a model that was edited since the build is read anew', () => {
  const model = pythonModel('torch.nn');
  expect(model && compiledModel({ ...model, text: `${model.text}\n` })).toBeUndefined();
});
