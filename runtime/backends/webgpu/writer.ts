// Lines of WGSL in nested blocks, each operation a name of its own. An operation that was written before is not
// written again, and one whose operands are known further out is written there, so nothing is left for drivers to
// move out of loops: those for the CPU do not.

/** A written value: a name or a literal. */
export interface Value {
  readonly text: string;
  /** The block from which on it is known; 0 is the outermost. */
  readonly depth: number;
  /** One value for each of four lanes. */
  readonly vector: boolean;
  /** A variable that may change: what is computed from it holds only here and now. */
  readonly fleeting?: boolean;
}

interface Block {
  /** The line that opens it; of an `else` all that it follows, which is one statement with it. */
  readonly head: readonly string[];
  readonly lines: string[];
  readonly known: Map<string, Value>;
  /** Entered on a condition: memory that is read inside is not read before it. */
  readonly conditional: boolean;
}

export class Writer {
  readonly #blocks: Block[] = [{ head: [], lines: [], known: new Map(), conditional: false }];
  #names = 0;
  /** Values of the current statement that hold only until it ends. */
  #here = new Map<string, Value>();

  get depth(): number {
    return this.#blocks.length - 1;
  }

  fresh(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  /** A line as it is, at the end of the innermost block. */
  line(text: string): void {
    this.#blocks.at(-1)!.lines.push(text);
  }

  /** Between statements variables may have changed. */
  nextStatement(): void {
    this.#here = new Map();
  }

  /** The value of an operation: known already, or given a name as far out as its operands allow. */
  operation(text: string, operands: readonly Value[], vector: boolean, reads: 'nothing' | 'memory' | 'changing memory' = 'nothing'): Value {
    const fleeting = reads === 'changing memory' || operands.some((operand) => operand.fleeting);
    const known = fleeting ? this.#here.get(text) : this.#find(text);
    if (known) return known;
    const depth = fleeting ? this.depth : Math.max(reads === 'memory' ? this.#condition() : 0, ...operands.map((operand) => operand.depth));
    const value: Value = { text: this.fresh('v'), depth, vector };
    const block = this.#blocks[depth]!;
    block.lines.push(`let ${value.text} = ${text};`);
    if (fleeting) this.#here.set(text, value);
    else block.known.set(text, value);
    return value;
  }

  open(head: string, conditional: boolean): void {
    this.#open([`${head} {`], conditional);
  }

  close(): void {
    const closed = this.#closed();
    this.#blocks.at(-1)!.lines.push(...closed, '}');
  }

  /** Closes a conditional block and opens its alternative. */
  otherwise(): void {
    this.#open([...this.#closed(), '} else {'], true);
  }

  #open(head: readonly string[], conditional: boolean): void {
    this.#blocks.push({ head, lines: [], known: new Map(), conditional });
    this.nextStatement();
  }

  #closed(): readonly string[] {
    const { head, lines } = this.#blocks.pop()!;
    this.nextStatement();
    return [...head, ...lines.map((line) => `  ${line}`)];
  }

  finish(): string {
    return this.#blocks[0]!.lines.map((line) => `  ${line}\n`).join('');
  }

  #find(text: string): Value | undefined {
    for (let depth = this.depth; depth >= 0; depth--) {
      const value = this.#blocks[depth]!.known.get(text);
      if (value) return value;
    }
    return undefined;
  }

  #condition(): number {
    return Math.max(0, this.#blocks.findLastIndex((block) => block.conditional));
  }
}
