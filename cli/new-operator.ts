// `npm run new-operator NAME`: scaffolds runtime/operators/NAME.ts and puts it into the index.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './generated-files.ts';
import { fileNameOf, operatorTemplate } from './operator-template.ts';
import { ROOT } from './version.ts';

const [name = ''] = process.argv.slice(2);
const path = join('runtime', 'operators', `${fileNameOf(name)}.ts`);
if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) {
  process.stderr.write('usage: npm run new-operator NAME, with the name that ONNX gives it, such as GroupNormalization\n');
  process.exitCode = 2;
} else if (existsSync(join(ROOT, path))) {
  process.stderr.write(`${path} is there already\n`);
  process.exitCode = 2;
} else {
  writeFileSync(join(ROOT, path), operatorTemplate(name));
  const index = (await generatedFiles(ROOT)).find((file) => file.path.endsWith('index.ts'))!;
  writeFileSync(join(ROOT, index.path), index.text);
  process.stdout.write(`wrote ${path} and ${index.path}.\nFill it in, then \`npx vitest run runtime/operators\` until the contract holds, then \`npm run generate\`.\n`);
}
