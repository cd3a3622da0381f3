// The figures of the GPU bench in, a page of the documentation out.

export interface GpuFigures {
  readonly adapter: string;
  readonly sizes: string;
  readonly date: string;
  readonly peaks: { readonly gigaflops: number; readonly gigabytesPerSecond: number } | undefined;
  readonly cases: Readonly<Record<string, Readonly<Record<string, number | string | undefined>>>>;
  readonly means: Readonly<Record<string, number>>;
  /** A graph of ten operators on a few elements. */
  readonly small: { readonly tenOperatorsFirstMs: number; readonly tenOperatorsRunMs: number; readonly tenOperatorsDispatches: number };
}

const COLUMNS = [
  ['ms', 'ms'], ['gpuMs', 'ms, kernels alone'], ['firstMs', 'ms to the first result'], ['dispatches', 'dispatches'], ['ofPeakFlops', 'of peak arithmetic'], ['ofPeakBandwidth', 'of peak bandwidth'],
  ['timesAsFastAsTfjs', '× TensorFlow.js'], ['timesAsFastAsJaxJs', '× jax-js'], ['timesAsFastAsTorch', '× PyTorch'],
] as const;

export function markdownOf({ adapter, sizes, date, peaks, cases, means, small }: GpuFigures): string {
  const used = COLUMNS.filter(([key]) => Object.values(cases).some((row) => row[key] !== undefined));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const rows = Object.entries(cases).map(([name, row]) => line([name, ...used.map(([key]) => String(row[key] ?? ''))]));
  const best = peaks ? ` It multiplies and adds ${peaks.gigaflops} Gflop/s and copies ${peaks.gigabytesPerSecond} GB/s at best, as measured.` : '';
  return `# The GPU engine on ${adapter}

${date}, ${sizes} sizes, by \`npm run gpu\`.${best} \`ms\` is a whole run, inputs and results transferred.
Above 1 we are faster.

${line(['case', ...used.map(([, title]) => title)])}${line(['', ...used].map(() => '---'))}${rows.join('')}
${Object.entries(means).map(([key, value]) => `Geometric mean against ${key.replace('geomeanVs', '')}: ${value}.`).join(' ')}

Ten operators on 4 × 8 elements: ${small.tenOperatorsFirstMs} ms from the graph to the first result, ${small.tenOperatorsRunMs} ms a run, ${small.tenOperatorsDispatches} dispatches.
`;
}
