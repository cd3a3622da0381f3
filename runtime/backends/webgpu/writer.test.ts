import { expect, test } from 'vitest';
import type { Value } from './writer.ts';
import { Writer } from './writer.ts';

const N: Value = { text: 'n', depth: 0, vector: false };

test('what an alternative needs from further out stands before both', () => {
  const writer = new Writer();
  writer.open('if (n == 0)', true);
  writer.line('a();');
  writer.otherwise();
  writer.line(`b(${writer.operation('n * 2', [N], false).text});`);
  writer.close();
  expect(writer.finish()).toBe('  let v0 = n * 2;\n  if (n == 0) {\n    a();\n  } else {\n    b(v0);\n  }\n');
});

test('an operation that was written stands once', () => {
  const writer = new Writer();
  expect(writer.operation('n * 2', [N], false)).toBe(writer.operation('n * 2', [N], false));
});
