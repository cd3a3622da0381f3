// Programs and models of one project together: what `dimwright check` runs. Sources and bytes in, one result out.
import type { CheckResult, SourceFile } from './check.ts';
import { checkFiles } from './check.ts';
import { NOTHING, joined } from './join-results.ts';

export interface ModelFile { readonly path: string; readonly bytes: Uint8Array }

export interface ProjectResult extends CheckResult {
  /** Files that are damaged beyond reading, with the reason. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/** `check`: how the programs are checked, here or on threads. */
export async function checkProject(sources: readonly SourceFile[], models: readonly ModelFile[], check = checkFiles): Promise<ProjectResult> {
  const unreadable: { path: string; reason: string }[] = [];
  let result = sources.length > 0 ? await check(sources) : NOTHING;
  // Reading ONNX takes much that programs do not need.
  const reader = models.length > 0 ? await import('./1-read/onnx/check-model.ts') : undefined;
  for (const { path, bytes } of models) {
    const checked = reader!.checkOnnx(path, bytes);
    if ('unreadable' in checked) unreadable.push({ path, reason: checked.unreadable });
    else result = joined(result, { contracts: [], problems: [], ...checked });
  }
  return { ...result, unreadable };
}
