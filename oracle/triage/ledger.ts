// The ledger of upstream bugs that are known: a folder each under corpus/known, so that a campaign reports only what
// is new. `known.json` says which engines, which signatures (a star stands for anything) and why the engine is wrong.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../analyzer/package-root.ts';

export interface KnownBug {
  /** The folder's name. */
  readonly name: string;
  /** One sentence, as a bug report's title. */
  readonly title: string;
  /** Engines that have it, by name without variant. */
  readonly engines: readonly string[];
  /** Engine and version that it was seen in. */
  readonly version: string;
  readonly signatures: readonly string[];
  /** What the specification says, in a sentence, and where. */
  readonly why: string;
  /** `wrong result`, `refuses what is valid`, `crash`, `hang`, `wrong shape`. */
  readonly kind: string;
}

export type Ledger = readonly KnownBug[];

export const KNOWN_FOLDER = join('corpus', 'known');

export function readLedger(folder = join(packageRoot(), KNOWN_FOLDER)): Ledger {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort().map((name) => (
    { ...JSON.parse(readFileSync(join(folder, name, 'known.json'), 'utf8')) as Omit<KnownBug, 'name'>, name }));
}

export function knownAs(ledger: Ledger, engine: string, signature: string): KnownBug | undefined {
  return ledger.find(({ engines, signatures }) => (
    engines.some((name) => engine === name || engine.startsWith(`${name}:`)) && signatures.some((pattern) => matches(pattern, signature))));
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
