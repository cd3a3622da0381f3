// The README with the output of its example as it is now: the text of README.md in, the same with the block between
// the markers written anew out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkProject } from '../analyzer/check-project.ts';
import { checkText } from '../reports/text.ts';

const EXAMPLE = 'corpus/programs/python/mnist_wrong_flatten.py';
const BLOCK = /(<!-- output of: .*? -->\n)[^]*?(<!-- end of output -->)/;

export async function readmeWithOutput(root: string): Promise<string> {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const text = readFileSync(join(root, EXAMPLE), 'utf8');
  const report = await checkProject([{ path: EXAMPLE, text }], []);
  const output = checkText(report, { source: () => text, color: false }).trimEnd();
  return readme.replace(BLOCK, (_, begin: string, end: string) => `${begin}\`\`\`text\n${output}\n\`\`\`\n${end}`);
}
