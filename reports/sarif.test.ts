import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import addFormats from 'ajv-formats';
import ajvDraft04 from 'ajv-draft-04';
import { describe, expect, test } from 'vitest';
import type { Finding } from './finding.ts';
import { checkSarif } from './sarif.ts';

// Microsoft's test helpers for SARIF carry the standard's schema; nothing else of the package is used.
const schemaFile = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
// One pattern of the schema is no regular expression of Unicode mode.
const ajv = new ajvDraft04.default({ strict: false, unicodeRegExp: false });
addFormats.default(ajv as unknown as Parameters<typeof addFormats.default>[0]);
const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);

const finding: Finding = {
  rule: 'Conv/channels', severity: 'error', message: 'the image has 4 channels but the filters read 3', file: 'src/my model.py',
  line: 2, column: 5, endLine: 2, endColumn: 9, related: [{ file: '/elsewhere/lib.py', line: 1, column: 1, message: '3 comes from here' }],
};
const options = {
  version: '0.1.0', root: resolve('/repo'), source: () => 'import torch\n    conv(x)\n',
  rules: (id: string) => (id === 'Conv/channels' ? { id, summary: 'Channels agree.', help: '## Conv\nUse `groups`.', url: 'https://example.org/rules#conv-channels' } : undefined),
};

interface Sarif { readonly runs: readonly [{
  readonly tool: { readonly driver: { readonly rules: readonly object[] } };
  readonly results: readonly { readonly partialFingerprints: { readonly primaryLocationLineHash: string }; readonly locations: readonly object[]; readonly relatedLocations: readonly object[] }[];
}] }
const run = (findings: readonly Finding[], source = options.source): Sarif['runs'][0] =>
  (JSON.parse(checkSarif({ findings, files: 1, unknown: 0 }, { ...options, source })) as Sarif).runs[0];
const prints = (findings: readonly Finding[], source = options.source): readonly string[] =>
  run(findings, source).results.map((result) => result.partialFingerprints.primaryLocationLineHash);

describe('the SARIF log', () => {
  test.each([['of no finding', []], ['of findings', [finding, { ...finding, rule: 'new/rule', severity: 'note' as const, related: [] }]]])(
    '%s is valid by the schema of SARIF 2.1.0', (_, findings) => {
      const log = JSON.parse(checkSarif({ findings, files: 1, unknown: 2 }, options)) as unknown;
      validate(log);
      expect(validate.errors ?? []).toEqual([]);
    });

  test('the schema is really applied', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
  });

  test('names files inside the root relative to it, others whole', () => {
    const { locations, relatedLocations } = run([finding]).results[0]!;
    expect(locations).toMatchObject([{ physicalLocation: { artifactLocation: { uri: 'src/my%20model.py', uriBaseId: '%SRCROOT%' } } }]);
    expect(relatedLocations).toMatchObject([{ id: 1, physicalLocation: { artifactLocation: { uri: 'file:///elsewhere/lib.py' } } }]);
  });

  test('tells about each rule once', () => {
    expect(run([finding, finding]).tool.driver.rules).toEqual([{
      id: 'Conv/channels', shortDescription: { text: 'Channels agree.' }, helpUri: 'https://example.org/rules#conv-channels',
      help: { text: 'Conv\nUse groups.', markdown: '## Conv\nUse `groups`.' },
    }]);
  });
});

describe('a fingerprint', () => {
  test('stays when the line moves', () => {
    expect(prints([{ ...finding, line: 4, endLine: 4 }], () => '\n\n\n  conv(x)\n')).toEqual(prints([finding]));
  });

  test('changes with the text of the line', () => {
    expect(prints([finding], () => '\nconv(y)')).not.toEqual(prints([finding]));
  });

  test('counts equal findings', () => {
    expect(prints([finding, finding]).map((print) => print.split(':')[1])).toEqual(['1', '2']);
  });
});
