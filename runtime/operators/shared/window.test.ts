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

test('both formulas count windows', () => {
  for (const extent of [1, 2, 3, 5, 8]) for (const kernel of [1, 2, 3]) for (const stride of [1, 2, 3]) for (const dilation of [1, 2]) {
    const span = (kernel - 1) * dilation + 1;
    for (let before = 0; before < span; before++) for (let after = 0; after < span; after++) {
      const rule = recorder();
      const sizes = along(numbers, [stride, dilation, before, after]);
      const fits = slide(numbers.lit(extent), numbers.lit(kernel), sizes, rule);
      const hangs = slideOver(numbers.lit(extent), numbers.lit(kernel), sizes, rule);
      const [window, over] = rule.claims.map(([, claim]) => claim.verdict);
      if (window === 'yes') expect(fits.known).toBe(counted(extent, kernel, stride, dilation, before, after, false));
      if (over === 'yes') expect(hangs.known).toBe(counted(extent, kernel, stride, dilation, before, after, true));
    }
  }
});

test('a halving pool stays readable', () => {
  const h = symbol('h');
  const text = (form: typeof slide, sizes: readonly [number, number, number, number], kernel: Dim) => String(form(h, kernel, along(forms, sizes), recorder(forms)));
  expect(text(slide, [2, 1, 0, 0], forms.lit(2))).toBe('floor(h/2)');
  expect(text(slideOver, [2, 1, 1, 1], forms.lit(3))).toBe('floor(h/2) + 1');
});
