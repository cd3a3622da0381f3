// Which files of a project may run each other: sources in, groups of them out, each of which can be checked by itself.
// What imports what is read off the text, and rather too much of it than too little.

import type { SourceFile } from './verdict.ts';
import { languageOf } from './1-read/languages.ts';
import type { Language } from './program.ts';
import { pythonModule, typescriptModule } from './user-modules.ts';

interface File { readonly file: string; readonly language: Language }

/** Groups in the order of their first files, each in the order of the sources. */
export function together(sources: readonly SourceFile[]): readonly (readonly SourceFile[])[] {
  const files = new Map(sources.map(({ path }): [string, File] => [path, { file: path, language: languageOf(path) ?? 'python' }]));
  const folders = foldersOf(files);
  const leaders = new Map<string, string>();
  const leader = (path: string): string => {
    const above = leaders.get(path) ?? path;
    return above === path ? path : leader(above);
  };
  for (const { path, text } of sources) {
    for (const other of files.get(path)?.language === 'typescript' ? scripts(files, path, text) : modules(files, folders, path, text)) {
      const [a, b] = [leader(path), leader(other)];
      if (a !== b) leaders.set(b, a);
    }
  }
  const groups = new Map<string, SourceFile[]>();
  for (const source of sources) {
    const group = groups.get(leader(source.path));
    if (group) group.push(source);
    else groups.set(leader(source.path), [source]);
  }
  return [...groups.values()];
}

/** By the path of a folder, the Python modules and packages in it by name. */
type Folders = ReadonlyMap<string, ReadonlyMap<string, string>>;

function foldersOf(files: ReadonlyMap<string, File>): Folders {
  const folders = new Map<string, Map<string, string>>();
  for (const path of files.keys()) {
    const place = path.replace(/(\/__init__)?\.py$/, '');
    const [folder, name] = [folderOf(place), place.slice(place.lastIndexOf('/') + 1)];
    let inside = folders.get(folder);
    if (!inside) folders.set(folder, (inside = new Map()));
    inside.set(name, path);
  }
  return folders;
}

const IMPORT = /(?:^|[;:])[ \t]*(?:from[ \t]*(\.*)[ \t]*([\w.]*)[ \t]*import\b|import[ \t]+([\w., \t]+))/gm;

function modules(files: ReadonlyMap<string, File>, folders: Folders, from: string, text: string): ReadonlySet<string> {
  const found = new Set<string>();
  let words: ReadonlySet<string> | undefined;
  /** What a name of a package may mean: any module in it that the text names. */
  const inside = (folder: string): void => {
    words ??= new Set(text.match(/\w+/g));
    for (const [name, path] of folders.get(folder) ?? []) {
      if (!words.has(name) || found.has(path)) continue;
      found.add(path);
      if (path.endsWith('/__init__.py')) inside(folderOf(path));
    }
  };
  const module = (name: string, level: number): void => {
    const path = pythonModule(files, name, level, from)?.file;
    if (path !== undefined) found.add(path);
    if (path?.endsWith('/__init__.py')) inside(folderOf(path));
  };
  for (const [, dots = '', name = '', names] of text.matchAll(IMPORT)) {
    if (names === undefined) {
      module(name, dots.length);
      if (name === '') inside(from.split('/').slice(0, -dots.length).join('/'));
      continue;
    }
    for (const one of names.split(',')) {
      const parts = (one.trim().split(/\s/)[0] ?? '').split('.');
      for (let i = 1; i <= parts.length; i++) module(parts.slice(0, i).join('.'), 0);
    }
  }
  return found;
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Paths in quotation marks, wherever they stand. */
function scripts(files: ReadonlyMap<string, File>, from: string, text: string): readonly string[] {
  return [...text.matchAll(/['"`](\.\.?\/[^'"`\n]*)['"`]/g)].flatMap(([, path = '']) => typescriptModule(files, path, from)?.file ?? []);
}
