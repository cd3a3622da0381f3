// The text of a module in, the same module with every mutant of it inside out: each behind a question to `isMutant`,
// which says yes to one number at most. So one build holds all mutants, and who is asked tells which are reached.
// Mutations are those of StrykerJS, and constants: operators, assignments, conditions, lists, functions, calls, statements
// left out. Left alone are texts (names of operators, which fail at once, and messages), regular expressions and `?.`.
import ts from 'typescript';

export interface Mutant {
  readonly id: number;
  readonly file: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

export interface Planted {
  /** TypeScript still. */
  readonly text: string;
  readonly mutants: readonly Mutant[];
}

const { SyntaxKind } = ts;

const SWAPPED: Readonly<Partial<Record<ts.SyntaxKind, string>>> = {
  [SyntaxKind.PlusToken]: '-', [SyntaxKind.MinusToken]: '+', [SyntaxKind.AsteriskToken]: '/', [SyntaxKind.SlashToken]: '*', [SyntaxKind.PercentToken]: '*', [SyntaxKind.AsteriskAsteriskToken]: '*',
  [SyntaxKind.LessThanToken]: '<=', [SyntaxKind.LessThanEqualsToken]: '<', [SyntaxKind.GreaterThanToken]: '>=', [SyntaxKind.GreaterThanEqualsToken]: '>',
  [SyntaxKind.EqualsEqualsEqualsToken]: '!==', [SyntaxKind.ExclamationEqualsEqualsToken]: '===', [SyntaxKind.AmpersandAmpersandToken]: '||', [SyntaxKind.BarBarToken]: '&&', [SyntaxKind.QuestionQuestionToken]: '&&',
  [SyntaxKind.LessThanLessThanToken]: '>>', [SyntaxKind.GreaterThanGreaterThanToken]: '<<', [SyntaxKind.AmpersandToken]: '|', [SyntaxKind.BarToken]: '&',
  [SyntaxKind.PlusEqualsToken]: '-=', [SyntaxKind.MinusEqualsToken]: '+=', [SyntaxKind.AsteriskEqualsToken]: '/=', [SyntaxKind.SlashEqualsToken]: '*=',
};
const METHODS: Readonly<Record<string, string>> = { some: 'every', every: 'some', min: 'max', max: 'min', floor: 'ceil', ceil: 'floor' };
/** Calls that are left out, so that what they are called on stays. */
const OMITTED = new Set(['filter', 'slice', 'toReversed', 'reverse', 'toSorted', 'sort', 'concat']);
/** Nobody sees what these say: messages, and conditions that never fail. */
const UNSEEN = new Set(['invariant', 'unreachable']);

/** `first`: the number of the first mutant. */
export function plant(file: string, text: string, first: number): Planted {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const mutants: Mutant[] = [];
  const raw = (node: ts.Node): string => node.getText(source);
  const asked = (node: ts.Node, after: string): string => {
    const id = first + mutants.length;
    const words = (code: string): string => code.replaceAll(/\s+/g, ' ').slice(0, 90);
    mutants.push({ id, file, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, before: words(raw(node)), after: words(after) });
    return `globalThis.isMutant(${id})`;
  };

  /** The node's text with its mutants, and those of its parts. */
  const visit = (node: ts.Node): string => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isThrowStatement(node) || ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node) || isUnseen(node)) return raw(node);
    const inner = withParts(node);
    if (ts.isExpressionStatement(node) && !isUnseen(node.expression)) return `{ if (!${asked(node, '(left out)')}) { ${inner} } }`;
    const changed = ts.isExpression(node) && isReplaceable(node) ? alternatives(node, raw) : [];
    if (changed.length === 0) return inner;
    return `(${changed.map((after) => `${asked(node, after)} ? (${after}) : `).join('')}(${inner}))`;
  };
  const withParts = (node: ts.Node): string => {
    let out = '';
    let at = node.getStart(source);
    ts.forEachChild(node, (child) => {
      if (child.getStart(source) < at) return;
      out += text.slice(at, child.getStart(source)) + visit(child);
      at = child.end;
    });
    return out + text.slice(at, node.end);
  };
  return { text: withParts(source), mutants };
}

function alternatives(node: ts.Expression, raw: (node: ts.Node) => string): readonly string[] {
  const own = changesOf(node, raw);
  const { parent } = node;
  // An endless loop only costs time.
  if ((ts.isForStatement(parent) && parent.condition === node) || (ts.isWhileStatement(parent) && parent.expression === node)) return [...own, 'false'];
  if ((ts.isIfStatement(parent) && parent.expression === node) || (ts.isConditionalExpression(parent) && parent.condition === node)) return [...own, 'true', 'false'];
  return own;
}

function changesOf(node: ts.Expression, raw: (node: ts.Node) => string): readonly string[] {
  if (ts.isNumericLiteral(node)) return [node.text === '1' ? '0' : `${node.text} + 1`];
  if (node.kind === SyntaxKind.TrueKeyword) return ['false'];
  if (node.kind === SyntaxKind.FalseKeyword) return ['true'];
  if (ts.isPrefixUnaryExpression(node)) return node.operator === SyntaxKind.ExclamationToken || (node.operator === SyntaxKind.MinusToken && !ts.isNumericLiteral(node.operand)) ? [raw(node.operand)] : [];
  if (ts.isBinaryExpression(node)) {
    const operator = SWAPPED[node.operatorToken.kind];
    if (operator === undefined || isText(node.left) || isText(node.right)) return [];
    // `a ?? b && c` is no expression.
    const part = (of: ts.Expression): string => (node.operatorToken.kind === SyntaxKind.QuestionQuestionToken ? `(${raw(of)})` : raw(of));
    return [`${part(node.left)} ${operator} ${part(node.right)}`];
  }
  if (ts.isArrayLiteralExpression(node)) return node.elements.length > 0 ? ['[]'] : [];
  // A body of statements is left out statement by statement.
  if (ts.isArrowFunction(node)) return ts.isBlock(node.body) ? [] : ['() => undefined'];
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression, name } = node.expression;
    const other = METHODS[name.text];
    if (other !== undefined) return [`${raw(expression)}.${other}(${node.arguments.map(raw).join(', ')})`];
    return OMITTED.has(name.text) ? [raw(expression)] : [];
  }
  return [];
}

/** Where another expression may stand. */
function isReplaceable(node: ts.Expression): boolean {
  const { parent } = node;
  if ((node.flags & ts.NodeFlags.OptionalChain) !== 0) return false;
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent) || ts.isMethodDeclaration(parent)) return parent.name !== node;
  if (ts.isForStatement(parent)) return parent.incrementor !== node;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.EqualsToken) return parent.left !== node;
  return !ts.isLiteralTypeNode(parent) && !ts.isEnumMember(parent) && !ts.isPrefixUnaryExpression(parent) && !ts.isPostfixUnaryExpression(parent);
}

function isText(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || (ts.isBinaryExpression(node) && (isText(node.left) || isText(node.right)));
}

function isUnseen(node: ts.Node): boolean {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && UNSEEN.has(node.expression.text);
}

/** JavaScript of the planted text; nothing is checked. */
export function compiled(text: string): string {
  return ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true, rewriteRelativeImportExtensions: true } }).outputText;
}
