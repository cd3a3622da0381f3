// Programs and models of one project together: what `dimwright check` runs. Sources and bytes in, one result out.
import type { CheckResult, SourceFile } from './check.ts';
import { checkFiles } from './check.ts';

export interface ModelFile { readonly path: string; readonly bytes: Uint8Array }

export interface ProjectResult extends CheckResult {
  /** Files that are damaged beyond reading, with the reason. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

export async function checkProject(sources: readonly SourceFile[], models: readonly ModelFile[]): Promise<ProjectResult> {
  const programs = sources.length > 0 ? await checkFiles(sources) : NOTHING;
  const unreadable: { path: string; reason: string }[] = [];
  let result: CheckResult = programs;
  // Reading ONNX takes much that programs do not need.
  const reader = models.length > 0 ? await import('./1-read/onnx/check-model.ts') : undefined;
  for (const { path, bytes } of models) {
    const checked = reader!.checkOnnx(path, bytes);
    if ('unreadable' in checked) unreadable.push({ path, reason: checked.unreadable });
    else result = joined(result, checked);
  }
  return { ...result, unreadable };
}

const NOTHING: CheckResult = {
  findings: [], files: 0, unknown: 0, unknowns: [], contracts: [], problems: [],
  stats: { tensors: { proved: 0, wrong: 0, unknown: 0 }, unknownTensors: [], claimsProved: 0, claimsOpen: 0, steps: 0 },
};

function joined(a: CheckResult, b: Omit<CheckResult, 'problems' | 'contracts'>): CheckResult {
  const [left, right] = [a.stats, b.stats];
  return {
    findings: [...a.findings, ...b.findings],
    files: a.files + b.files,
    unknown: a.unknown + b.unknown,
    unknowns: [...a.unknowns, ...b.unknowns],
    contracts: a.contracts,
    problems: a.problems,
    stats: {
      tensors: { proved: left.tensors.proved + right.tensors.proved, wrong: left.tensors.wrong + right.tensors.wrong, unknown: left.tensors.unknown + right.tensors.unknown },
      unknownTensors: [...left.unknownTensors, ...right.unknownTensors],
      claimsProved: left.claimsProved + right.claimsProved, claimsOpen: left.claimsOpen + right.claimsOpen, steps: left.steps + right.steps,
    },
  };
}
