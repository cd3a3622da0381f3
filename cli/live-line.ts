// The line that says how far work has come, on standard error: drawn over in a terminal, and in logs written anew
// now and then, so that a long run never looks dead.

/** Between two lines of a log. */
const LOG_EVERY_MS = 10_000;

export class LiveLine {
  readonly #wanted: boolean;
  readonly #terminal = process.stderr.isTTY;
  #logged = Date.now();

  constructor(wanted: boolean) {
    this.#wanted = wanted;
  }

  /** `text` is told how wide the line may be. */
  draw(text: (width: number) => string): void {
    if (!this.#wanted) return;
    if (this.#terminal) {
      process.stderr.write(`\r\u001B[2K${text(process.stderr.columns)}`);
    } else if (Date.now() - this.#logged >= LOG_EVERY_MS) {
      this.#logged = Date.now();
      process.stderr.write(`${text(Infinity)}\n`);
    }
  }

  /** Text that stays, above the line. */
  above(text: string): void {
    this.clear();
    process.stderr.write(`${text}\n`);
  }

  clear(): void {
    if (this.#wanted && this.#terminal) process.stderr.write('\r\u001B[2K');
  }
}
