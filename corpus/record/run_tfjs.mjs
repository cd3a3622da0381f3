// Runs the TensorFlow.js programs of corpus/programs/tfjs and records what really happened.
// In: --modules FOLDER (holds node_modules with @tensorflow/tfjs and typescript) and program files, all when none is
// named. Out: verdicts.json beside them, and an exit status of 1 when a program does not do what its own mark says.
// TypeScript is transpiled with a source map, so every line number is the program's own.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const programs = join(dirname(fileURLToPath(import.meta.url)), '..', 'programs', 'tfjs');
const markPattern = /\/\/!\s*([A-Za-z]+\/[A-Za-z-]+)\s*$/;
const said = '@@verdict ';

function expectedLine(text) {
  const at = text.split('\n').findIndex((line) => markPattern.test(line));
  return at < 0 ? undefined : at + 1;
}

function transpile(ts, text, name) {
  const module = /\brequire\(/.test(text) ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext;
  const options = { module, target: ts.ScriptTarget.ES2022, inlineSourceMap: true, allowJs: true };
  const { outputText } = ts.transpileModule(text, { compilerOptions: options, fileName: name });
  return { outputText, extension: module === ts.ModuleKind.CommonJS ? '.cjs' : '.mjs' };
}

function record(modules, ts, file) {
  const text = readFileSync(file, 'utf8');
  const name = basename(file);
  const folder = mkdtempSync(join(modules, 'run-'));
  try {
    const { outputText, extension } = transpile(ts, text, name);
    const program = join(folder, basename(name, extname(name)) + extension);
    writeFileSync(program, outputText);
    const child = spawnSync(process.execPath, ['--enable-source-maps', '--stack-trace-limit=200', fileURLToPath(import.meta.url), '--child', program, name],
      { encoding: 'utf8', timeout: 300_000, cwd: folder });
    const line = child.stdout.split('\n').find((l) => l.startsWith(said));
    if (!line) throw new Error(`${name}: no verdict\n${child.stdout}${child.stderr}`);
    const named = /^\/\/ class: (.+)$/m.exec(text)?.[1];
    const verdict = JSON.parse(line.slice(said.length));
    const expected = expectedLine(text);
    const agrees = expected === undefined ? verdict.outcome === 'ran' : verdict.line === expected;
    return { agrees, entry: { file: name, ...(named ? { class: named } : {}), ...verdict, recorded: new Date().toISOString().slice(0, 10) } };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runHere(program, name) {
  const tf = createRequire(program)('@tensorflow/tfjs');
  const engine = `@tensorflow/tfjs ${tf.version.tfjs} (cpu)`;
  let reported = false;
  const report = (verdict) => {
    if (!reported) console.log(`\n${said}${JSON.stringify({ ...verdict, engine })}`);
    reported = true;
  };
  const raised = (error) => {
    // Frames run from the innermost outwards: the first one in the program is the line to report.
    const frame = new RegExp(`[/\\\\(]${name.replaceAll('.', '\\.')}:(\\d+):`).exec(error.stack ?? '');
    report({ outcome: 'raised', exception: error.name, message: error.message.split('\n')[0], line: frame ? Number(frame[1]) : undefined });
    process.exitCode = 0;
  };
  process.on('unhandledRejection', raised);
  process.on('uncaughtException', raised);
  process.on('exit', () => report({ outcome: 'ran' }));
  await import(pathToFileURL(program).href);
}

function main(parameters) {
  const at = parameters.indexOf('--modules');
  if (at < 0) {
    console.error('run_tfjs.mjs --modules FOLDER [FILE…]');
    return 2;
  }
  const modules = resolve(parameters[at + 1]);
  const ts = createRequire(join(modules, 'package.json'))('typescript');
  const named = parameters.toSpliced(at, 2);
  const all = () => readdirSync(programs).filter((f) => /\.(ts|js)$/.test(f)).sort().map((f) => join(programs, f));
  const target = join(programs, 'verdicts.json');
  const kept = existsSync(target) ? JSON.parse(readFileSync(target, 'utf8')) : [];
  const verdicts = new Map(kept.filter((v) => existsSync(join(programs, v.file))).map((v) => [v.file, v]));
  let wrong = 0;
  for (const file of named.length > 0 ? named : all()) {
    const { agrees, entry } = record(modules, ts, resolve(file));
    verdicts.set(entry.file, entry);
    if (!agrees) wrong += 1;
    console.log(agrees ? 'ok  ' : 'DIFF', entry.file, entry.outcome === 'ran' ? 'ran' : `line ${entry.line}: ${entry.message}`);
  }
  writeFileSync(target, JSON.stringify([...verdicts.values()].sort((a, b) => (a.file < b.file ? -1 : 1)), null, 1) + '\n');
  return wrong > 0 ? 1 : 0;
}

if (process.argv[2] === '--child') await runHere(process.argv[3], process.argv[4]);
else process.exitCode = main(process.argv.slice(2));
