// Drivers rewrite float arithmetic as if it were exact: (x − y) + y to x, (x·c)·d to x·(c·d), x·0 to 0, x·a + x·b to
// x·(a + b). Each changes roundings, and what infinities and NaN do. Remembers what was written, and says which operand
// has to be kept from them. Only what these four patterns need is kept: it costs an operation each time.
import type { BinaryOp, Expr } from '../../ir/loops.ts';

interface Written {
  readonly kind: 'sum' | 'product';
  readonly op: BinaryOp | 'sqrt';
  readonly operands: readonly string[];
  readonly hasConstant: boolean;
}

const KIND: Partial<Readonly<Record<BinaryOp, Written['kind']>>> = { add: 'sum', sub: 'sum', mul: 'product', div: 'product' };

export class Algebra {
  readonly #written = new Map<string, Written>();

  /** An operation of floats and the texts of its operands in; which operands must be hidden out. */
  hides(e: Expr, [x, y]: readonly string[]): readonly [boolean, boolean] {
    const kind = e.kind === 'binary' ? KIND[e.op] : undefined;
    if (e.kind !== 'binary' || kind === undefined || x === undefined || y === undefined) return [false, false];
    if (x === y && (e.op === 'sub' || e.op === 'div')) return [false, true];
    const isZero = (operand: Expr): boolean => operand.kind === 'const' && Number(operand.value) === 0;
    if (e.op === 'mul' && (isZero(e.x) || isZero(e.y))) return [isZero(e.x), isZero(e.y)];
        // Twice a number is exact, and a cube is the same from either side.
    if (e.op === 'add' && x === y) return [false, false];
    if (e.op === 'mul' && (this.#isSquare(x, y) || this.#isSquare(y, x))) return [false, false];
    return [this.#mayFold(kind, x, y, e.y), this.#mayFold(kind, y, x, e.x)];
  }

  note(name: string, e: Expr, operands: readonly string[]): void {
    if (e.kind === 'unary' && e.op === 'sqrt') this.#written.set(name, { kind: 'product', op: 'sqrt', operands: [`√${operands[0]}`], hasConstant: false });
    if (e.kind !== 'binary') return;
    const kind = KIND[e.op];
    if (kind) this.#written.set(name, { kind, op: e.op, operands, hasConstant: e.x.kind === 'const' || e.y.kind === 'const' });
  }

  #isSquare(name: string, of: string): boolean {
    const written = this.#written.get(name);
    return written?.op === 'mul' && written.operands.every((operand) => operand === of);
  }

  /** Whether the operation that gave `inner` may be folded into one of that kind with `other`. */
  #mayFold(kind: Written['kind'], inner: string, other: string, otherExpr: Expr): boolean {
    const written = this.#written.get(inner);
    if (!written) return false;
    const beside = this.#written.get(other);
    const shares = written.operands.some((operand) => operand === other || (beside?.kind === 'product' && beside.operands.includes(operand)));
    // A sum of products with a common factor, or a product of the same kind again.
    if (kind === 'sum' && written.kind === 'product') return shares;
    return kind === written.kind && ((written.hasConstant && otherExpr.kind === 'const') || shares || inner === other);
  }
}
