// What the machine does at best while engines are measured: processes that multiply and add in registers, one for each
// thread. They take turns with the engines, since what a machine that others share does changes from minute to
// minute; and all of them run at the same time, since cores of one machine may be parts of one.
import { OWN } from './cpu-engines.ts';
import { EngineProcess } from './cpu-process.ts';

export interface Peaks {
  /** A second. */
  readonly flops: number;
  readonly bytes: number;
}

export class Gauge {
  readonly #processes: readonly EngineProcess[];

  private constructor(processes: readonly EngineProcess[]) {
    this.#processes = processes;
  }

  static async start(threads: number): Promise<Gauge> {
    const processes = await Promise.all(Array.from({ length: threads }, () => EngineProcess.start(OWN, 1)));
    return new Gauge(processes.filter((each) => each !== undefined));
  }

  alone(): Promise<Peaks> {
    return peaksOf(this.#processes[0]!);
  }

  /** Of all, added up. */
  async together(): Promise<Peaks> {
    const all = await Promise.all(this.#processes.map(peaksOf));
    return { flops: all.reduce((sum, { flops }) => sum + flops, 0), bytes: all.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  stop(): void {
    for (const each of this.#processes) each.stop();
  }
}

async function peaksOf(process: EngineProcess): Promise<Peaks> {
  const answer = await process.ask({ kind: 'peaks' });
  if (answer.kind !== 'peaks') throw new Error('the peaks of the machine could not be measured');
  return answer;
}
