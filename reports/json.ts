// Reports as one JSON object for other programs. Exactly the documented keys, in one order, findings
// sorted; `tensors` only where it was counted,
// `contracts` only where they were asked for.

import { sorted, type CheckReport, type Finding } from './finding.ts';

export function checkJson(report: CheckReport): string {
  return `${JSON.stringify({ findings: sorted(report.findings).map(record), files: report.files, unknown: report.unknown, tensors: report.tensors, contracts: report.contracts }, null, 2)}\n`;
}

/** Key by key: what a finding carries for other formats stays out. */
function record(finding: Finding): object {
  const { rule, severity, message, file, line, column, endLine, endColumn, related } = finding;
  return {
    rule, severity, message, file, line, column, endLine, endColumn,
    related: related.map((place) => ({ file: place.file, line: place.line, column: place.column, message: place.message })),
  };
}
