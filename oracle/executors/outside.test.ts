// The process around an engine, with processes and time that the test moves by hand.
import { describe, expect, it } from 'vitest';
import { FLUSHING } from '../../runtime/interpret/numerics.ts';
import { parseGraph } from '../../runtime/ir/text-parse.ts';
import { tensor } from '../../runtime/ir/tensor.ts';
import { importModel } from '../../runtime/onnx/import.ts';
import { decodeModel } from '../../runtime/onnx/decode.ts';
import { Unpacker, answerBytes, requestFrom } from '../protocol/frames.ts';
import type { ProcessEvents, World } from './world.ts';
import { NoEngineError, OutsideExecutor } from './outside.ts';

const graphOf = (op: string) => parseGraph(`${op}(x:[2])`);
const inputs = [tensor('float32', [2], [1, 2])];

/** A process that answers by the operator of the graph: Exp kills it, Log hangs, Neg is unknown, others echo. */
function fakeWorld(settings: { readonly startsNot?: (start: number) => boolean; readonly recovers?: boolean } = {}) {
  const started: ProcessEvents[] = [];
  let timers: (() => void)[] = [];
  const fake: World = {
    hostOf: (engine) => [engine],
    after(_, callback) { timers.push(callback); return { cancel: () => { timers = timers.filter((t) => t !== callback); } }; },
    start(_, events) {
      started.push(events);
      const requests = new Unpacker(0);
      let alive = true;
      const answer = (bytes: Uint8Array): void => { queueMicrotask(() => { if (alive) events.data(bytes); }); };
      if (settings.startsNot?.(started.length) === true) queueMicrotask(() => events.exit('exit code 2', 'no such module'));
      else answer(answerBytes({ kind: 'ready', message: 'fake 1.0' }));
      return {
        memory: () => undefined,
        kill: () => { alive = false; },
        write(bytes) {
          for (const { parts } of requests.push(bytes)) {
            const request = requestFrom(parts);
            if (typeof request === 'string') throw new Error(request);
            const decoded = decodeModel(request.model);
            const model = decoded.ok ? importModel(decoded.model) : undefined;
            const op = model?.ok ? model.graph.nodes[0]!.op : '';
            if (op === 'Exp' && !(settings.recovers && started.length > 1)) queueMicrotask(() => { if (alive) { alive = false; events.exit('killed by SIGSEGV', 'noise\nthe end'); } });
            else if (op === 'Log') {
              alive = false;
              setTimeout(() => { for (const timer of timers.splice(0)) timer(); });
            }
            else answer(answerBytes(op === 'Neg' ? { kind: 'unsupported', message: 'no Neg' } : { kind: 'results', results: request.inputs }));
          }
        },
      };
    },
  };
  return { fake, started };
}

describe('an engine in a process of its own', () => {
  it('answers each graph in order, the one that kills it too', async () => {
    const { fake, started } = fakeWorld();
    const engine = new OutsideExecutor('fake', ['fake'], fake);
    const outcomes = await Promise.all(['Abs', 'Exp', 'Neg', 'Abs'].map((op) => engine.run(graphOf(op), inputs)));
    expect(outcomes.map((o) => (o.kind === 'results' ? o.kind : `${o.kind}: ${o.message}`))).toEqual(['results', 'failure: killed by SIGSEGV: the end', 'unsupported: no Neg', 'results']);
    expect(started.length).toBe(3);
  });

  it('counts what it lacks by operator', async () => {
    const engine = new OutsideExecutor('fake', ['fake'], fakeWorld().fake);
    await Promise.all(['Neg', 'Abs', 'Neg'].map((op) => engine.run(graphOf(op), inputs)));
    expect(engine.counts()).toMatchObject({ graphs: 3, unsupported: 2, lacks: { Neg: 2 } });
  });

  it('is compared by its bounds while its next process starts', async () => {
    const { fake } = fakeWorld();
    const engine = new OutsideExecutor('fake', ['fake'], fake, { numerics: () => FLUSHING });
    await engine.run(graphOf('Abs'), inputs);
    await engine.run(graphOf('Exp'), inputs);
    expect(engine.numerics).toBe(FLUSHING);
    engine.close();
    expect(engine.numerics).toBe(FLUSHING);
  });

  it('calls a silent process a hang and goes on', async () => {
    const engine = new OutsideExecutor('fake', ['fake'], fakeWorld().fake);
    const [hung, next] = await Promise.all(['Log', 'Abs'].map((op) => engine.run(graphOf(op), inputs)));
    expect(hung).toMatchObject({ kind: 'failure', message: 'hang: no answer in 10 s' });
    expect(next!.kind).toBe('results');
  });

  it('blames no graph for a death that does not repeat, but counts it', async () => {
    const engine = new OutsideExecutor('fake', ['fake'], fakeWorld({ recovers: true }).fake);
    expect((await engine.run(graphOf('Exp'), inputs)).kind).toBe('results');
    expect(engine.counts()).toEqual({ graphs: 1, unsupported: 0, lacks: {}, unrepeated: 1, grown: 0 });
  });

  it('says what an engine that does not start says', async () => {
    const engine = new OutsideExecutor('fake', ['fake'], fakeWorld({ startsNot: () => true }).fake);
    await expect(engine.run(graphOf('Abs'), inputs)).rejects.toThrow(new NoEngineError('fake does not start (exit code 2): no such module'));
  });

  it('has run before and does not start anew at once', async () => {
    const { fake, started } = fakeWorld({ startsNot: (start) => start === 2 });
    const engine = new OutsideExecutor('fake', ['fake'], fake);
    const outcomes = await Promise.all(['Exp', 'Abs'].map((op) => engine.run(graphOf(op), inputs)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['failure', 'results']);
    expect(started.length).toBe(4);
  });

  it('has run before and does not start any more', async () => {
    const { fake, started } = fakeWorld({ startsNot: (start) => start > 1 });
    const engine = new OutsideExecutor('fake', ['fake'], fake);
    await expect(engine.run(graphOf('Exp'), inputs)).rejects.toThrow('does not start');
    expect(started.length).toBe(4);
  });
});

describe('messages of the protocol', () => {
  it('come whole however they are cut', () => {
    const bytes = answerBytes({ kind: 'failure', message: 'boom' });
    const unpacker = new Unpacker(1);
    const messages = Array.from(bytes, (byte) => [...unpacker.push(Uint8Array.of(byte))]).flat();
    expect(messages.map(({ head, parts }) => [head, new TextDecoder().decode(parts[0])])).toEqual([[1, 'boom']]);
  });
});
