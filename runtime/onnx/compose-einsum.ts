// Einsum as products of matrices: operands are joined one after the other, by one product over what both have and
// nobody needs any more. Source: ONNX, Einsum-12; the notation is NumPy's.
import { tensor } from '../ir/tensor.ts';
import type { CallWriter } from './write-calls.ts';
import { refuse } from './write-calls.ts';

/** A value whose axes have one letter each. */
interface Term {
  readonly name: string;
  readonly letters: readonly string[];
}

export function einsum(w: CallWriter): void {
  const equation = w.text('equation', '').replaceAll(/\s/g, '');
  const [left = '', right] = equation.split('->');
  const parts = left.split(',');
  if (parts.length !== w.node.inputs.length) refuse(`Einsum '${equation}' is of ${parts.length} operands, and the node has ${w.node.inputs.length}`);
  const ranks = parts.map((_, i) => w.shape(w.input(i)).length);
  const most = Math.max(0, ...parts.map((part, i) => (part.includes('...') ? ranks[i]! - (part.length - 3) : 0)));
  const given = parts.map((part, i) => spread(part, ranks[i]! - (part.length - 3), most));
  const extents = new Map<string, number>();
  given.forEach((letters, i) => {
    const shape = w.shape(w.input(i));
    if (letters.length !== shape.length) refuse(`Einsum '${equation}': operand ${i + 1} has ${shape.length} axes`);
    letters.forEach((letter, axis) => {
      if ((extents.get(letter) ?? shape[axis]) !== shape[axis]) refuse(`Einsum '${equation}' with axes that are repeated is not specified`);
      extents.set(letter, shape[axis]!);
    });
  });
  const wanted = right === undefined ? implied(given, most) : spread(right, most, most);
  let joined: Term | undefined;
  given.forEach((letters, i) => {
    const later = new Set([...wanted, ...given.slice(i + 1).flat()]);
    const own = diagonal(w, { name: w.input(i), letters }, extents);
    joined = joined ? product(w, joined, own, later, extents) : summed(w, own, later);
  });
  const last = joined ?? refuse('Einsum without operands');
  w.op('Transpose', [last.name], { perm: wanted.map((letter) => last.letters.indexOf(letter)) });
}

/** Letters of a part; dots are numbers, counted from the right. */
function spread(part: string, dots: number, most: number): readonly string[] {
  const at = part.indexOf('...');
  if (at < 0) return [...part];
  return [...part.slice(0, at), ...Array.from({ length: dots }, (_, i) => String(most - dots + i)), ...part.slice(at + 3)];
}

/** Without an arrow: dots, then what occurs once, in the order of the alphabet. */
function implied(given: readonly (readonly string[])[], most: number): readonly string[] {
  const all = given.flat();
  const once = [...new Set(all)].filter((letter) => !/\d/.test(letter) && all.indexOf(letter) === all.lastIndexOf(letter));
  return [...Array.from({ length: most }, (_, i) => String(i)), ...once.toSorted()];
}

/** Of axes with one letter only the elements where they agree. */
function diagonal(w: CallWriter, { name, letters }: Term, extents: ReadonlyMap<string, number>): Term {
  const second = letters.findIndex((letter, i) => letters.indexOf(letter) < i);
  if (second < 0) return { name, letters };
  const first = letters.indexOf(letters[second]!), n = extents.get(letters[second]!)!;
  const shape = letters.map((_, i) => (i === first || i === second ? n : 1));
  const agrees = w.constant(tensor('bool', shape, Array.from({ length: n * n }, (_, i) => Math.floor(i / n) === i % n)));
  const kept = w.op('Where', [agrees, name, w.number(w.dtype(), 0)]);
  return diagonal(w, { name: w.op('ReduceSum', [kept], { axes: [second], keepdims: 0 }), letters: letters.filter((_, i) => i !== second) }, extents);
}

/** Without the axes that nobody needs. */
function summed(w: CallWriter, { name, letters }: Term, needed: ReadonlySet<string>): Term {
  const axes = letters.flatMap((letter, i) => (needed.has(letter) ? [] : [i]));
  return axes.length === 0 ? { name, letters } : { name: w.op('ReduceSum', [name], { axes, keepdims: 0 }), letters: letters.filter((letter) => needed.has(letter)) };
}

function product(w: CallWriter, x: Term, y: Term, later: ReadonlySet<string>, extents: ReadonlyMap<string, number>): Term {
  const [a, b] = [summed(w, x, new Set([...later, ...y.letters])), summed(w, y, new Set([...later, ...x.letters]))];
  const shared = a.letters.filter((letter) => b.letters.includes(letter));
  const [batch, inner] = [shared.filter((letter) => later.has(letter)), shared.filter((letter) => !later.has(letter))];
  const [rows, columns] = [a.letters.filter((letter) => !shared.includes(letter)), b.letters.filter((letter) => !shared.includes(letter))];
  const count = (letters: readonly string[]): number => letters.reduce((n, letter) => n * extents.get(letter)!, 1);
  const matrix = ({ name, letters }: Term, outer: readonly string[], next: readonly string[]): string => (
    w.op('Reshape', [w.op('Transpose', [name], { perm: [...batch, ...outer, ...next].map((letter) => letters.indexOf(letter)) })], { shape: [count(batch), count(outer), count(next)] })
  );
  const letters = [...batch, ...rows, ...columns];
  const multiplied = w.op('MatMul', [matrix(a, rows, inner), matrix(b, inner, columns)]);
  return { name: w.op('Reshape', [multiplied], { shape: letters.map((letter) => extents.get(letter)!) }), letters };
}
