// Every operator's examples in every dtype that shaders have, compiled and compared with the reference within its
// bound: with vectors and blocks, one element an invocation, and with the tiles and shared rows that cards like.
import { describe, expect, test } from 'vitest';
import { firstDifference } from '../../interpret/difference.ts';
import { interpret } from '../../interpret/interpret.ts';
import { OPERATORS } from '../../operators/index.ts';
import type { ContractSubject } from '../../spec/contract.ts';
import { contractSubjects } from '../../spec/contract.ts';
import type { Device } from './device.ts';
import type { Schedule } from './schedule.ts';
import { miniatureFor } from './schedule.ts';
import { gpuForTests, shaderTexts } from './test-kit.ts';
import { compileGraph } from './webgpu.ts';

const onGpu = await gpuForTests(process.env);

/** WGSL has no float64; whatever else is refused fails. */
const fits = ({ graph }: ContractSubject): boolean => graph.values.every(({ dtype }) => dtype !== 'float64');

async function differenceOn(device: Device, { label, graph, inputs }: ContractSubject, options: Partial<Schedule>): Promise<string | undefined> {
  const executable = await compileGraph(device, graph, options);
  const results = await executable.run(inputs);
  executable.release();
  const differences = interpret(graph, inputs).flatMap((expected, i) => firstDifference(expected, results[i]!) ?? []);
  return differences[0] && `${label}: ${differences[0]}`;
}

/** Shaders take about 10 ms each to compile on a CPU: of what has no vectors in it a few are enough. */
for (const [name, options, most] of [['vectors and blocks', { leastWork: 0 }, Infinity], ['one element an invocation', {}, 3]] as const) {
  describe(`webgpu with ${name}`, () => {
    for (const operator of OPERATORS) {
      test(operator.name, onGpu(async (device) => {
        const subjects = contractSubjects(operator).filter(fits).slice(0, most);
        expect(await Promise.all(subjects.map((subject) => differenceOn(device, subject, options)))).toEqual(subjects.map(() => undefined));
      }));
    }
  });
}

for (const groups of ['tree', 'subgroups'] as const) {
  const sharing = OPERATORS.map((operator) => ({
    name: operator.name,
    subjects: contractSubjects(operator).filter(fits).filter(({ graph }) => shaderTexts(graph, miniatureFor({ isSoftware: true }, groups)).includes('workgroupBarrier')),
  })).filter(({ subjects }) => subjects.length > 0);
  describe(`webgpu with tiles and shared rows, ${groups}`, () => {
    for (const { name, subjects } of sharing) test(name, onGpu(async (device, { skip }) => {
      if (groups === 'subgroups' && !device.hasSubgroups) return skip('this GPU has no subgroups');
      expect(await Promise.all(subjects.map((subject) => differenceOn(device, subject, miniatureFor(device, groups))))).toEqual(subjects.map(() => undefined));
    }));
  });
}
