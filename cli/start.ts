// The command line: parses, dispatches, and turns failures into one line and an exit code. Each command is in its
// own file and loaded when it is asked for: starting up is most of what a small check costs.
import { Command, CommanderError } from 'commander';
import { EXIT, UsageError } from './failure.ts';
import { VERSION } from './version.ts';

export type Commands = Readonly<Record<string, () => Promise<Command>>>;

export async function start(commands: Commands): Promise<void> {
  const program = new Command('dimwright')
    .description('finds tensor bugs before a program runs, and compiler bugs before they ship')
    .version(VERSION)
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText('after', '\nExit codes: 0 clean, 1 findings, 2 wrong usage or unreadable input, 101 an error of dimwright itself.');
  // A closed pipe (`dimwright … | head`) is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error; });
  try {
    const wanted = commands[process.argv[2] ?? ''];
    // Help, suggestions and unknown commands need all of them.
    for (const load of wanted ? [wanted] : Object.values(commands)) {
      program.addCommand((await load()).exitOverride().showSuggestionAfterError());
    }
    await program.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
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
