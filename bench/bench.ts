// What a benchmark is: a name, a sentence, figures out. Medians and ratios are what counts: machines are noisy.

/** What the user gave behind `--NAME`; true for a switch. */
export type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** What a flag means; `takes` names its value, without one it is a switch. */
export interface Flag { readonly takes?: string; readonly doc: string }

export const textOf = (flags: Flags, name: string): string | undefined => (typeof flags[name] === 'string' ? flags[name] : undefined);
export const numberOf = (flags: Flags, name: string, otherwise: number): number => Number(textOf(flags, name) ?? otherwise);

export interface Bench {
  readonly name: string;
  readonly doc: string;
  readonly flags?: Readonly<Record<string, Flag>>;
  /** The figures as people read them; a plain list where it is not said. */
  text?(figures: Readonly<Record<string, unknown>>): string;
  run(flags: Flags): Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
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

/** The mean processor time of one call in milliseconds, helper threads included: unlike a clock it does not see the load. */
export function meanCpuMs(times: number, call: (i: number) => void): number {
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) call(i);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

/** Processor time of all threads of this process so far: unlike a clock it does not see what else the machine does. */
export function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export function rounded(n: number): number {
  return Number(n.toPrecision(4));
}
