// Integer division truncates towards zero, `Dim.over` floors: they agree, and may be taken, only where the dividend
// is known to be at least 0 and the divisor at least 1. Anything else stays unknown.
import type { Dim } from '../../dims/dim.ts';

export function settleQuotient(dividend: Dim, divisor: Dim): Dim | undefined {
  return divisor.atLeast(1).verdict === 'yes' && dividend.atLeast(0).verdict === 'yes' ? dividend.over(divisor) : undefined;
}
