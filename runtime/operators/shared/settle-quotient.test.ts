import { expect, test } from 'vitest';
import { numbers } from '../../dims/numbers.ts';
import { settleQuotient } from './settle-quotient.ts';

const quotient = (x: number, y: number) => settleQuotient(numbers.lit(x), numbers.lit(y))?.known;

test('sizes divide without remainder or down', () => expect([quotient(6, 3), quotient(7, 3), quotient(0, 3)]).toEqual([2, 2, 0]));
test('nothing is said of a division by 0', () => expect(quotient(6, 0)).toBeUndefined());
test('nothing is said where truncation and floor part', () => expect(quotient(-7, 3)).toBeUndefined());
