// The figures of the CPU bench as a table of ratios.

export interface Comparison {
  readonly threads: number;
  /** `together`: what all threads multiply and add at the same time, in times of one. */
  readonly peak: { readonly gflops: number; readonly gigabytes: number; readonly together: number };
  readonly cases: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
  readonly absent: string;
  /** Peers that have one thread whatever is asked for. */
  readonly withOneThread: string;
  /** `geomeanVsPEER` and `worstVsPEER`. */
  readonly [mean: string]: unknown;
}

const COLUMNS: readonly (readonly [key: string, head: string])[] = [
  ['ms', 'ms'], ['gflops', 'GFLOP/s'], ['gigabytes', 'GB/s'], ['shareOfPeak', 'of peak'], ['vsOneThread', '× one thread'], ['vsOrtWeb', '× ort-web'], ['vsTfjsWasm', '× tfjs-wasm'], ['vsOrtNode', '× ort-node'], ['vsTfjs', '× tfjs'], ['notes', ''],
];

export function cpuText(figures: Readonly<Record<string, unknown>>): string {
  const { memory, ...first } = figures;
  const others = Object.entries(first).filter(([key]) => /^threads\d+$/.test(key)).map(([, comparison]) => comparison as Comparison);
  return [...[first as unknown as Comparison, ...others].map(comparisonText), memoryText(memory as Readonly<Record<string, Readonly<Record<string, number>>>>)].join('\n');
}

function comparisonText({ threads, peak, cases, absent, withOneThread, ...means }: Comparison): string {
  const rows = Object.entries(cases).map(([name, row]) => [name, ...COLUMNS.map(([key]) => cell(key, row[key]))]);
  const summary = (what: string, label: string): readonly string[] => [label, ...COLUMNS.map(([key]) => cell(key, means[`${what}${key[0]!.toUpperCase()}${key.slice(1)}`] as number | undefined))];
  const lines = aligned([['', ...COLUMNS.map(([, head]) => head)], ...rows, summary('geomean', 'geometric mean'), summary('worst', 'worst')]);
  const peers = `${threads > 1 ? `; with one thread: ${withOneThread}` : ''}; not installed: ${absent}`;
  const all = threads > 1 ? ` (${threads} at the same time ${peak.together} times that)` : '';
  return `${threads} thread${threads === 1 ? '' : 's'}; peak of one core: ${peak.gflops} GFLOP/s${all}, ${peak.gigabytes} GB/s${peers}\n${lines}`;
}

function cell(key: string, value: number | string | undefined): string {
  if (value === undefined) return '';
  return key === 'shareOfPeak' ? `${Math.round(Number(value) * 100)} %` : typeof value === 'number' ? String(Number(value.toPrecision(3))) : value;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : i === row.length - 1 ? text : text.padStart(widths[i]!))).join('  ').trimEnd()}\n`).join('');
}

function memoryText(memory: Readonly<Record<string, Readonly<Record<string, number>>>>): string {
  return `memory planned for activations, beside the largest set that is alive at one time\n${Object.entries(memory).map(([name, { plannedMiB, largestLiveSetMiB, ratio }]) => (
    `  ${name.padEnd(24)} ${plannedMiB} MiB, ${ratio} times ${largestLiveSetMiB} MiB\n`)).join('')}`;
}
