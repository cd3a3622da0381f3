// In which release did a bug appear, or go? Releases in order and an answer for each that is asked; the two releases
// between which the answer changes out. Releases that cannot say (not installable, another failure) are stepped over.

export type Says = 'shows it' | 'does not' | 'cannot say';

export interface Bisection {
  /** In the order in which they were asked. */
  readonly asked: readonly { readonly version: string; readonly says: Says }[];
  /** The first release of which the answer is not that of the oldest; undefined where all say the same. */
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
  let first = last === undefined ? undefined : await nearest(0, 1, last);
  if (first === undefined || last === undefined || (await says(first)) === (await says(last))) return { asked };
  const old = await says(first);
  while (last - first > 1) {
    const middle: number = (first + last) >> 1;
    const at: number | undefined = (await nearest(middle, -1, first + 1)) ?? (await nearest(middle + 1, 1, last - 1));
    if (at === undefined) break;
    if ((await says(at)) === old) first = at;
    else last = at;
  }
  return { asked, changed: { before: versions[first]!, version: versions[last]!, kind: old === 'does not' ? 'appeared' : 'fixed' } };
}

/** Releases from the oldest to the newest; what is no plain release is left out. */
export function releases(versions: readonly string[]): readonly string[] {
  const parts = (version: string): readonly number[] => version.split('.').map(Number);
  return versions.filter((version) => /^\d+\.\d+\.\d+$/.test(version)).toSorted((a, b) => {
    const [left, right] = [parts(a), parts(b)];
    return left[0]! - right[0]! || left[1]! - right[1]! || left[2]! - right[2]!;
  });
}
