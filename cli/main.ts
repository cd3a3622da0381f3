// The command line: parses, dispatches, and turns failures into one line and an exit code. Everything else is in
// the command's own file.
import { Command, CommanderError } from 'commander';
import { checkCommand } from './check.ts';
import { explainCommand } from './explain.ts';
import { EXIT, UsageError } from './failure.ts';
import { fuzzCommand } from './fuzz.ts';
import { replayCommand } from './replay.ts';
import { runCommand } from './run.ts';
import { tourCommand } from './tour.ts';
import { VERSION } from './version.ts';

const program = new Command('dimwright')
  .description('finds tensor bugs before a program runs, and compiler bugs before they ship')
  .version(VERSION)
  .exitOverride()
  .showSuggestionAfterError()
  .addHelpText('after', '\nExit codes: 0 clean, 1 findings, 2 wrong usage or unreadable input, 101 an error of dimwright itself.');

for (const command of [checkCommand(), fuzzCommand(), replayCommand(), explainCommand(), runCommand(), tourCommand()]) {
  program.addCommand(command.exitOverride().showSuggestionAfterError());
}

// A closed pipe (`dimwright … | head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error; });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  // Commander has printed its own line already; help and version end with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.usage;
  if (error instanceof UsageError) {
    process.stderr.write(`dimwright: ${error.message}\n`);
    return EXIT.usage;
  }
  process.stderr.write(`dimwright: an error of dimwright itself; please report it.\n${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT.internal;
}
