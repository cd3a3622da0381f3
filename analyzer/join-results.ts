// Results of checks of different files in, the result of all of them out.
import type { CheckResult } from './verdict.ts';

export const NOTHING: CheckResult = {
  findings: [], files: 0, unknown: 0, unknowns: [], contracts: [], problems: [],
  stats: { tensors: { proved: 0, wrong: 0, unknown: 0 }, unknownTensors: [], claimsProved: 0, claimsOpen: 0, steps: 0 },
};

export function joined(a: CheckResult, b: CheckResult): CheckResult {
  const [left, right] = [a.stats, b.stats];
  return {
    findings: [...a.findings, ...b.findings],
    files: a.files + b.files,
    unknown: a.unknown + b.unknown,
    unknowns: [...a.unknowns, ...b.unknowns],
    contracts: [...a.contracts, ...b.contracts],
    problems: [...a.problems, ...b.problems],
    stats: {
      tensors: { proved: left.tensors.proved + right.tensors.proved, wrong: left.tensors.wrong + right.tensors.wrong, unknown: left.tensors.unknown + right.tensors.unknown },
      unknownTensors: [...left.unknownTensors, ...right.unknownTensors],
      claimsProved: left.claimsProved + right.claimsProved, claimsOpen: left.claimsOpen + right.claimsOpen, steps: left.steps + right.steps,
    },
  };
}
