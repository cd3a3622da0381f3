// A file that was read before and its new text in; the same out as reading the text anew, without reading it all: sections
// that were there before are kept, with their places moved.

import type { Program, Statement } from '../../program.ts';
import { meansTheSame } from '../meaning.ts';
import type { Section } from './lower.ts';
import { readPython, sectionsRead } from './lower.ts';

export function rereadPython(text: string, before: Program): Program {
  const known = new Map<string, Section[]>();
  for (const section of sectionsRead(before).toReversed()) {
    const same = known.get(section.text);
    if (same) same.push(section);
    else known.set(section.text, [section]);
  }
  return readPython(text, before.file, (own, start) => {
    const section = known.get(own)?.pop();
    return section && movedTo(section, start);
  });
}

function movedTo(section: Section, start: number): Section {
  const by = start - section.start;
  if (by === 0) return section;
  const { body, comments, problems } = section;
  const now = { ...section, start, body: moved(body, by), comments: moved(comments, by), problems: moved(problems, by) };
  for (const [i, statement] of body.entries()) meansTheSame(now.body[i] as Statement, statement);
  return now;
}

/** The same with all places moved. */
function moved<T>(node: T, by: number): T {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((part: unknown) => moved(part, by)) as T;
  if ('file' in node && 'start' in node && 'end' in node) return { ...node, start: Number(node.start) + by, end: Number(node.end) + by };
  const copy: Record<string, unknown> = {};
  for (const key in node) copy[key] = moved(node[key], by);
  return copy as T;
}
