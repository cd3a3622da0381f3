// The syntax tree of a text in, its comments out, in source order. A comment is what looks like one outside of texts,
// templates, regular expressions and JSX, whose places the tree knows.

import type ts from 'typescript';
import type * as ir from '../../program.ts';
import type { Compiler } from './compiler.ts';

export function commentsOf(compiler: Compiler, source: ts.SourceFile, file: string, offset: number): ir.Comment[] {
  const { text } = source;
  const comments: ir.Comment[] = [];
  const add = (start: number, end: number, from: number, until: number): void => {
    comments.push({ span: { file, start: start + offset, end: end + offset }, text: text.slice(from, until) });
  };
  const opaque = opaqueRanges(compiler, source);
  let next = 0;
  const sign = /\/[/*]/g;
  for (let found = sign.exec(text); found; found = sign.exec(text)) {
    const at = found.index;
    while (next < opaque.length && (opaque[next]?.end ?? 0) <= at) next++;
    const around = opaque[next];
    if (around && around.start <= at) {
      sign.lastIndex = around.end;
      continue;
    }
    const isLine = text[at + 1] === '/';
    const close = isLine ? text.slice(at).search(/[\r\n\u2028\u2029]/) : text.indexOf('*/', at + 2);
    const end = close < 0 ? text.length : isLine ? at + close : close + 2;
    add(at, end, at + 2, isLine || close < 0 ? end : close);
    sign.lastIndex = end;
  }
  return comments;
}

function opaqueRanges(compiler: Compiler, source: ts.SourceFile): readonly { readonly start: number; readonly end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  const visit = (node: ts.Node): void => {
    const isText = compiler.isStringLiteral(node) || compiler.isNoSubstitutionTemplateLiteral(node) || compiler.isRegularExpressionLiteral(node)
      || compiler.isTemplateHead(node) || compiler.isTemplateMiddleOrTemplateTail(node);
    if (isText) ranges.push({ start: node.getStart(source), end: node.end });
    else if (compiler.isJsxText(node)) ranges.push({ start: node.pos, end: node.end });
    compiler.forEachChild(node, visit);
  };
  visit(source);
  return ranges.sort((a, b) => a.start - b.start);
}
