// The Python grammar comes from its file, a parser goes out. tree-sitter starts asynchronously, so it is loaded once
// and everything after that is synchronous.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';
import { packageRoot } from '../../../package-root.ts';
import { invariant } from '../../../../runtime/invariant.ts';
import { copyTree } from './cst.ts';
import type { Copy } from './cst.ts';

interface Loaded {
  readonly parser: Parser;
  readonly language: Language;
}

let loading: Promise<Loaded> | undefined;
let loaded: Loaded | undefined;

export async function loadGrammar(): Promise<void> {
  loading ??= load();
  loaded = await loading;
}

async function load(): Promise<Loaded> {
  const { resolve } = createRequire(import.meta.url);
  await Parser.init({ locateFile: (name: string) => resolve(`web-tree-sitter/${name}`) });
  const file = join(packageRoot(), 'analyzer/1-read/python/grammar/tree-sitter-python.wasm');
  const language = await Language.load(await readFile(file));
  const parser = new Parser();
  parser.setLanguage(language);
  return { parser, language };
}

/** The concrete tree of any text, its offsets passed through `original`; they count UTF-16 code units. */
export function parseConcretely(text: string, original: (offset: number) => number): Copy {
  invariant(loaded !== undefined, 'loadPython() must have finished before the first parse');
  const { parser, language } = loaded;
  // After a failed parse the next one would resume it.
  parser.reset();
  const tree = parser.parse(text);
  invariant(tree !== null, 'a parser with a language and no cancellation gives a tree');
  try {
    return copyTree(tree, language, original);
  } finally {
    tree.delete();
  }
}
