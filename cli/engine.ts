// `dist/cli/engine.js NAME`: one of our engines behind the adapter protocol, as a process of its own. Requests on
// standard input, answers on standard output, in order; ends when its input ends.
import { ENGINES } from '../oracle/engines/index.ts';
import { PACKAGES_FROM } from '../oracle/engines/package.ts';
import { splitName } from '../oracle/engines/engine.ts';
import { EXIT } from './failure.ts';
import type { Answer } from '../oracle/protocol/frames.ts';
import { Unpacker, answerBytes, requestFrom } from '../oracle/protocol/frames.ts';

const name = process.argv[2] ?? '';
const [engineName, variant] = splitName(name);
const write = process.stdout.write.bind(process.stdout);
// What engines print would be taken for answers.
process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;

const answer = (said: Answer): void => { write(answerBytes(said)); };

const load = Object.hasOwn(ENGINES, engineName) ? ENGINES[engineName] : undefined;
if (!load) {
  process.stderr.write(`there is no engine ${engineName}\n`);
  process.exit(2);
}
// `--from FOLDER`: another release of its package, installed there.
const environment = process.argv[3] === '--from' ? { ...process.env, [PACKAGES_FROM]: process.argv[4] } : process.env;
const engine = await load(variant, environment).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
answer({ kind: 'ready', message: engine.version });

/** What an engine throws instead of answering leaves it in an unknown state: the next graph needs a new process. */
function trapped(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
  process.exit(EXIT.internal);
}

const unpacker = new Unpacker(0);
for await (const chunk of process.stdin) {
  for (const { parts } of unpacker.push(chunk as Uint8Array)) {
    const request = requestFrom(parts);
    if (typeof request === 'string') answer({ kind: 'failure', message: request });
    else answer(await engine.run(request.model, request.inputs).catch(trapped));
  }
}
process.exit(0);
