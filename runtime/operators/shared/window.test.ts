import { expect, test } from 'vitest';
import { forms, symbol } from '../../dims/forms.ts';
import type { Dim, Domain } from '../../dims/dim.ts';
import { numbers } from '../../dims/numbers.ts';
import { recorder } from './test-kit.ts';
import { slide, slideOver } from './window.ts';

const along = (domain: Domain, [stride, dilation, before, after]: readonly [number, number, number, number]) =>
  ({ stride: domain.lit(stride), dilation: domain.lit(dilation), before: domain.lit(before), after: domain.lit(after) });

/** Windows counted one by one: they start in the input or before it, and end in the padded input unless they may hang. */
function counted(extent: number, kernel: number, stride: number, dilation: number, before: number, after: number, hang: boolean): number {
  let count = 0;
  for (let start = -before; start < extent; start += stride) {
    const end = start + (kernel - 1) * dilation;
    const previousEnd = end - stride;
    if (end < extent + after || (hang && previousEnd < extent + after - 1)) count++;
  }
  return count;
}

const upTo = (n: number, from = 0): readonly number[] => Array.from({ length: n + 1 - from }, (_, i) => i + from);
const setups = [1, 2, 3, 5, 8].flatMap((extent) => upTo(3, 1).flatMap((kernel) => upTo(3, 1).flatMap((stride) => upTo(2, 1).map((dilation) => ({ extent, kernel, stride, dilation })))));

test.each(setups)('windows of $kernel over $extent, stride $stride, dilation $dilation', ({ extent, kernel, stride, dilation }) => {
  const pads = upTo((kernel - 1) * dilation);
  for (const [before, after] of pads.flatMap((first) => pads.map((last) => [first, last] as const))) {
    const rule = recorder();
    const sizes = along(numbers, [stride, dilation, before, after]);
    const found = [slide, slideOver].map((form) => form(numbers.lit(extent), numbers.lit(kernel), sizes, rule).known);
    const fits = rule.claims.map(([, claim]) => claim.verdict === 'yes');
    const expected = [false, true].map((hang) => counted(extent, kernel, stride, dilation, before, after, hang));
    expect(found.filter((_, i) => fits[i])).toEqual(expected.filter((_, i) => fits[i]));
  }
});

test('a halving pool stays readable', () => {
  const h = symbol('h');
  const text = (form: typeof slide, sizes: readonly [number, number, number, number], kernel: Dim) => String(form(h, kernel, along(forms, sizes), recorder(forms)));
  expect(text(slide, [2, 1, 0, 0], forms.lit(2))).toBe('floor(h/2)');
  expect(text(slideOver, [2, 1, 1, 1], forms.lit(3))).toBe('floor(h/2) + 1');
});
