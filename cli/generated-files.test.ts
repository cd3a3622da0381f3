import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generatedFiles } from './generated-files.ts';
import { ROOT } from './version.ts';

for (const { path, text } of await generatedFiles(ROOT)) {
  it(`${path} is what \`npm run generate\` writes`, () => expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text));
}
