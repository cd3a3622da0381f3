// What is known of an input that nobody gives: plain data, which inputs.ts fills in as it sees the input used.

/** What an input that nobody gives has to be; of two uses the stronger counts. */
export type Use = 'integer' | 'number' | 'tensor' | 'text' | 'sequence';
export interface Demand {
  readonly use?: Use;
  /** So many axes, at least or at most so many. */
  readonly rank?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** As many axes as a table has of which columns are taken: `boxes[:, 3]`. */
  readonly likely?: number;
  /** Items of a sequence. */
  readonly length?: number;
  /** Uses contradict each other. */
  readonly clash?: boolean;
}
