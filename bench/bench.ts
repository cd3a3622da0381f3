// What a benchmark is: a name, a sentence, figures out. Medians and ratios are what counts: machines are noisy.

export interface Bench {
  readonly name: string;
  readonly doc: string;
  run(): Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
}

/** The median time of one call in milliseconds. */
export function medianMs(times: number, call: (i: number) => void): number {
  const durations = Array.from({ length: times }, (_, i) => {
    const begin = performance.now();
    call(i);
    return performance.now() - begin;
  }).sort((a, b) => a - b);
  return durations[Math.floor(durations.length / 2)] ?? 0;
}

export function rounded(n: number): number {
  return Number(n.toPrecision(4));
}
