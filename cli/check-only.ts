// The command `check` alone: what `compile-bundle.ts` makes one file of.
import { checkProject } from '../analyzer/check-project.ts';
import { serveChecks } from './check-serve.ts';
import { checkCommand } from './check.ts';
import { start } from './start.ts';

export const main = (): Promise<void> => start({ check: async () => checkCommand() });

/** For the code cache: functions that have run once are kept compiled. */
export const warmUp = checkProject;

/** What a thread of it runs. */
export const serve = serveChecks;
