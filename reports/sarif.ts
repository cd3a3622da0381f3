// A check report as SARIF 2.1.0 (OASIS), which GitHub, GitLab and editors read. The same report gives the same
// bytes: no times, no absolute paths of files inside the root.

import { createHash } from 'node:crypto';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sorted, type CheckReport, type Finding, type SourceOf } from './finding.ts';

/** What the catalogue says about a rule. */
export interface RuleHelp {
  readonly id: string;
  /** One sentence. */
  readonly summary: string;
  /** Markdown. */
  readonly help: string;
  /** The rule's anchor in the documentation. */
  readonly url?: string;
}

export interface SarifOptions {
  /** The version of dimwright. */
  readonly version: string;
  /** Absolute: what file names are relative to, usually the repository. */
  readonly root: string;
  readonly rules: (id: string) => RuleHelp | undefined;
  readonly source: SourceOf;
}

const rootId = '%SRCROOT%';

export function checkSarif(report: CheckReport, options: SarifOptions): string {
  const findings = sorted(report.findings);
  const ids = [...new Set(findings.map((finding) => finding.rule))].toSorted();
  const prints = fingerprints(findings, options);
  const run = {
    tool: { driver: { name: 'dimwright', semanticVersion: options.version, rules: ids.map((id) => ruleRecord(id, options)) } },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [rootId]: { description: { text: 'The folder that file names are relative to.' } } },
    results: findings.map((finding, i) => resultRecord(finding, ids.indexOf(finding.rule), prints[i]!, options)),
    properties: { files: report.files, unknown: report.unknown },
  };
  const $schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json';
  return `${JSON.stringify({ $schema, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

function ruleRecord(id: string, options: SarifOptions): object {
  const rule = options.rules(id);
  if (!rule) return { id };
  return {
    id,
    shortDescription: { text: rule.summary },
    help: { text: plain(rule.help), markdown: rule.help },
    ...(rule.url !== undefined && { helpUri: rule.url }),
  };
}

/** Readers without Markdown see the words alone. */
const plain = (markdown: string): string => markdown.replaceAll(/[`*]|^#+ /gm, '').trim();

function resultRecord(finding: Finding, ruleIndex: number, fingerprint: string, options: SarifOptions): object {
  const { line, column, endLine, endColumn } = finding;
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: finding.severity,
    message: { text: finding.message },
    locations: [location(finding.file, { startLine: line, startColumn: column, endLine, endColumn }, options)],
    relatedLocations: finding.related.map((place, id) => ({
      id: id + 1,
      ...location(place.file, { startLine: place.line, startColumn: place.column, endColumn: place.endColumn }, options),
      message: { text: place.message },
    })),
    // The one name that GitHub looks at when it decides whether an alert is new.
    partialFingerprints: { primaryLocationLineHash: fingerprint },
  };
}

function location(file: string, region: object, options: SarifOptions): { physicalLocation: object } {
  return { physicalLocation: { artifactLocation: artifact(file, options.root), region } };
}

function artifact(file: string, root: string): object {
  const path = resolve(root, file);
  const inside = relative(root, path);
  const isOutside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  if (isOutside) return { uri: pathToFileURL(path).href };
  return { uri: inside.split(sep).map(encodeURIComponent).join('/'), uriBaseId: rootId };
}

/** Independent of line numbers: the rule, the file and the text of the line; equal ones are counted. */
function fingerprints(findings: readonly Finding[], options: SarifOptions): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const line = options.source(finding.file)?.split(/\r\n|\r|\n/)[finding.line - 1]?.replaceAll(/\s+/g, '');
    const identity = [finding.rule, artifact(finding.file, options.root), finding.fingerprint ?? line ?? finding.message];
    const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return `${hash}:${count}`;
  });
}
