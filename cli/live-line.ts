// The one line of a terminal that is drawn over while work goes on; silent where standard error is no terminal.

export class LiveLine {
  readonly #on: boolean;

  constructor(wanted: boolean) {
    this.#on = wanted && process.stderr.isTTY;
  }

  /** `text` is told how wide the line may be. */
  draw(text: (width: number) => string): void {
    if (this.#on) process.stderr.write(`\r\u001B[2K${text(process.stderr.columns)}`);
  }

  /** Text that stays, above the line. */
  above(text: string): void {
    this.clear();
    process.stderr.write(`${text}\n`);
  }

  clear(): void {
    if (this.#on) process.stderr.write('\r\u001B[2K');
  }
}
