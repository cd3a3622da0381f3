// In which release did a bug appear, or go? Releases in order and an answer for each that is asked; the two releases
// between which the answer changes out. Releases that cannot say (not installable, another failure) are stepped over;
// most of these are old, so that the way goes back from the newest in ever larger steps, and then halves the last one.

export type Says = 'shows it' | 'does not' | 'cannot say';

export interface Bisection {
  /** In the order in which they were asked. */
  readonly asked: readonly { readonly version: string; readonly says: Says }[];
  /** The first release that answers as the newest does, and one before it that does not; undefined where all that were asked say the same. */
  readonly changed?: { readonly before: string; readonly version: string; readonly kind: 'appeared' | 'fixed' };
}

export async function bisect(versions: readonly string[], ask: (version: string) => Promise<Says>): Promise<Bisection> {
  const asked: { version: string; says: Says }[] = [];
  const says = async (at: number): Promise<Says> => {
    const version = versions[at]!;
    const known = asked.find((one) => one.version === version);
    if (known) return known.says;
    const answer = await ask(version);
    asked.push({ version, says: answer });
    return answer;
  };
  /** The nearest place between both ends, from a start in one direction, that can say. */
  const nearest = async (start: number, step: 1 | -1, end: number): Promise<number | undefined> => {
    for (let at = start; step === 1 ? at <= end : at >= end; at += step) if ((await says(at)) !== 'cannot say') return at;
    return undefined;
  };
  let last = await nearest(versions.length - 1, -1, 0);
  if (last === undefined) return { asked };
  const now = await says(last);
  let first: number | undefined;
  /** The newest that cannot say, of those before `last`. */
  let mute = -1;
  const look = async (at: number): Promise<void> => {
    const answer = await says(at);
    if (answer === now) { last = at; mute = -1; } else if (answer === 'cannot say') mute = Math.max(mute, at);
    else first = at;
  };
  const newest = last;
  for (let back = 1; first === undefined && last > 0 && back < 2 * newest; back *= 2) await look(Math.max(0, newest - back));
  while (first === undefined && mute >= 0 && last - mute > 1) await look((mute + last) >> 1);
  if (first === undefined) return { asked };
  while (last - first > 1) {
    const middle: number = (first + last) >> 1;
    const at: number | undefined = (await nearest(middle, -1, first + 1)) ?? (await nearest(middle + 1, 1, last - 1));
    if (at === undefined) break;
    if ((await says(at)) === now) last = at;
    else first = at;
  }
  return { asked, changed: { before: versions[first]!, version: versions[last]!, kind: now === 'shows it' ? 'appeared' : 'fixed' } };
}

/** Releases from the oldest to the newest; what is no plain release is left out. */
export function releases(versions: readonly string[]): readonly string[] {
  const parts = (version: string): readonly number[] => version.split('.').map(Number);
  return versions.filter((version) => /^\d+\.\d+\.\d+$/.test(version)).toSorted((a, b) => {
    const [left, right] = [parts(a), parts(b)];
    return left[0]! - right[0]! || left[1]! - right[1]! || left[2]! - right[2]!;
  });
}
