// While a promise of Dawn is pending, its binding for Node asks for news in every turn of the event loop, on a core
// that the threads which compile and run shaders could use. Here turns rest, the longer the more there were.

const NOBODY = new Int32Array(new SharedArrayBuffer(4));
/** Each turn rests so much longer than the one before. */
const STEP_MS = 0.02;
/** What is quick comes before anybody rests. */
const RESTLESS_TURNS = 8;
const MOST_MS = 1;

let waiting = 0;
let turns = 0;
let isTurning = false;

/** The promise itself; turns rest until it is settled. */
export function patiently<Result>(promise: Promise<Result>): Promise<Result> {
  const settled = (): void => { waiting--; };
  promise.then(settled, settled);
  waiting++;
  turns = 0;
  if (!isTurning) setImmediate(turn);
  isTurning = true;
  return promise;
}

function turn(): void {
  isTurning = waiting > 0;
  if (!isTurning) return;
  Atomics.wait(NOBODY, 0, 0, Math.min(MOST_MS, STEP_MS * Math.max(0, turns++ - RESTLESS_TURNS)));
  setImmediate(turn);
}
