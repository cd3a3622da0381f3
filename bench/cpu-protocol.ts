// What the CPU bench and its processes say to each other.

export type Question =
  | { readonly kind: 'load' }
  | { readonly kind: 'peaks' }
  | { readonly kind: 'prepare'; readonly name: string }
  | { readonly kind: 'measure'; readonly milliseconds: number; readonly fewest: number };

export type Answer =
  | { readonly kind: 'loaded' }
  /** The package is not installed. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'peaks'; readonly flops: number; readonly bytes: number }
  /** Means of x, |x| and x² over the first result; milliseconds of the first run. */
  | { readonly kind: 'prepared'; readonly sample: readonly number[]; readonly first: number }
  /** Milliseconds. */
  | { readonly kind: 'measured'; readonly best: number }
  | { readonly kind: 'failed'; readonly reason: string };
