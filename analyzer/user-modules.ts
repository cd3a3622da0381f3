// Which of the files under check an import means, as the language of the importing file finds modules: a name and the
// importing file in, a program out, or undefined where it is none of them.

import type { Block, Program } from './program.ts';

export type Programs = Pick<ReadonlyMap<string, Program>, 'get'>;

/** Files by their paths, as far as finding modules goes. */
interface Files<File> { get(path: string): File | undefined }

export function userModule(programs: Programs, name: string, level: number, from: string): Program | undefined {
  return programs.get(from)?.language === 'typescript' ? typescriptModule(programs, name, from) : pythonModule(programs, name, level, from);
}

/** `from ..a.b import c` in `x/y/z.py` means `x/a/b.py`; an absolute name is looked for from the file's folder up. */
export function pythonModule<File extends { readonly file: string }>(programs: Files<File>, name: string, level: number, from: string): File | undefined {
  const folders = from.split('/').slice(0, -1);
  const starts = level > 0 ? [folders.slice(0, folders.length - (level - 1))] : folders.map((_, i) => folders.slice(0, folders.length - i)).concat([[]]);
  for (const start of starts) {
    const base = [...start, ...name.split('.').filter((part) => part !== '')].join('/');
    const found = programs.get(`${base}.py`) ?? programs.get(`${base}/__init__.py`);
    if (found && found.file !== from) return found;
  }
  return undefined;
}

const ENDINGS = ['', '.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '.mts', '.cts', '/index.ts', '/index.js'];

/** Only relative paths; an ending may be left out, and `.js` may stand for the `.ts` that it is compiled from. */
export function typescriptModule<File>(programs: Files<File>, name: string, from: string): File | undefined {
  if (!/^\.\.?(\/|$)/.test(name)) return undefined;
  const path = from.split('/').slice(0, -1);
  for (const part of name.split('/')) {
    if (part === '..' && path.length > 0 && path.at(-1) !== '..') path.pop();
    else if (part !== '.') path.push(part);
  }
  const base = path.join('/');
  for (const start of [base, base.replace(/\.([cm]?)jsx?$/, '.$1ts')]) {
    for (const ending of ENDINGS) {
      const found = programs.get(start + ending);
      if (found) return found;
    }
  }
  return undefined;
}

/** Each program before those that it imports: what they define is then met as it is used. */
export function importersFirst(programs: Programs, chosen: Iterable<Program>): readonly Program[] {
  const order: Program[] = [];
  const seen = new Set<Program>();
  const visit = (program: Program): void => {
    if (seen.has(program)) return;
    seen.add(program);
    for (const imported of importsOf(programs, program, program.body)) visit(imported);
    order.push(program);
  };
  for (const program of chosen) visit(program);
  return order.reverse();
}

/** At the top of a file, in a condition or an attempt; what a function imports is left to chance. */
function importsOf(programs: Programs, program: Program, block: Block): readonly Program[] {
  return block.flatMap((statement): readonly Program[] => {
    switch (statement.kind) {
      case 'import': {
        const { module, level, names } = statement;
        const inner = names.map(({ name }) => userModule(programs, module === '' ? name : `${module}.${name}`, level, program.file));
        return [userModule(programs, module, level, program.file), ...inner].filter((found) => found !== undefined);
      }
      case 'if': return [...importsOf(programs, program, statement.then), ...importsOf(programs, program, statement.otherwise)];
      case 'try': return importsOf(programs, program, statement.body);
      default: return [];
    }
  });
}
