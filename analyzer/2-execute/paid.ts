// What has been worked out about sizes, and what that cost: kept from run to run, and paid once by each run that asks for
// it, so that no bound is hit earlier or later than it would be if the run had to work it out. One run at a time.

import type { Toll } from '../../runtime/dims/forms.ts';
import { pay, tollOf } from '../../runtime/dims/forms.ts';

export interface Paid<T> { readonly result: T; readonly toll: Toll; by: object }

let payer: object = {};
let tolls = 0;

/** What is asked from here on is asked by another run. */
export function newPayer(): void {
  payer = {};
}

export function paid<T>(work: () => T): Paid<T> {
  const done = { ...tollOf(work), by: payer };
  tolls += done.toll.total;
  return done;
}

/** What has been paid so far for what need not be paid again. */
export const tollsPaid = (): number => tolls;

/** Whether what runs now has asked for it. */
export const isPaid = ({ by }: Paid<unknown>): boolean => by === payer;

export function resultOf<T>(known: Paid<T>): T {
  if (known.by !== payer) {
    known.by = payer;
    pay(known.toll);
    tolls += known.toll.total;
  }
  return known.result;
}
