// The README with the output of its example as it is now: the text of README.md in, the same with the blocks between
// the markers written anew out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkProject } from '../analyzer/check-project.ts';
import { checkText } from '../reports/text.ts';

const EXAMPLE = 'corpus/programs/python/mnist_wrong_flatten.py';
const BLOCK = /(<!-- output of: .*? -->\n)[^]*?(<!-- end of output -->)/;

const TEST = 'fuzzer/readme-example.test.ts';
const EXAMPLE_BLOCK = /(<!-- example: .*? -->\n)[^]*?(<!-- end of example -->)/;

export async function readmeWithOutput(root: string): Promise<string> {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const text = readFileSync(join(root, EXAMPLE), 'utf8');
  const report = await checkProject([{ path: EXAMPLE, text }], []);
  const output = checkText(report, { source: () => text, color: false }).trimEnd();
  // The test is the example, but for where a user imports from.
  const code = readFileSync(join(root, TEST), 'utf8').replace("'./arbitrary.ts'", "'dimwright/fuzzer'").trimEnd();
  const block = (language: string, inside: string) => (_: string, begin: string, end: string): string => `${begin}\`\`\`${language}\n${inside}\n\`\`\`\n${end}`;
  return readme.replace(BLOCK, block('text', output)).replace(EXAMPLE_BLOCK, block('ts', code));
}
