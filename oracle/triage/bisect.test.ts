import { describe, expect, it } from 'vitest';
import type { Says } from './bisect.ts';
import { bisect, releases } from './bisect.ts';

const VERSIONS = Array.from({ length: 20 }, (_, i) => `1.${i}.0`);
const from = (n: number, before: Says = 'does not', after: Says = 'shows it') => (version: string): Promise<Says> => Promise.resolve(VERSIONS.indexOf(version) < n ? before : after);

describe('bisection over releases', () => {
  it('finds where a bug appeared, with few questions', async () => {
    const { asked, changed } = await bisect(VERSIONS, from(13));
    expect(changed).toEqual({ before: '1.12.0', version: '1.13.0', kind: 'appeared' });
    expect(asked.length).toBeLessThan(8);
  });

  it('finds where a bug was fixed', async () => {
    expect((await bisect(VERSIONS, from(5, 'shows it', 'does not'))).changed).toEqual({ before: '1.4.0', version: '1.5.0', kind: 'fixed' });
  });

  it('says nothing where all releases have it', async () => {
    expect((await bisect(VERSIONS, from(0))).changed).toBeUndefined();
  });

  it('steps over releases that cannot say, also at both ends', async () => {
    const { changed } = await bisect(VERSIONS, (version) => (/^1\.(0|8|9|10|19)\./.test(version) ? Promise.resolve('cannot say') : from(9)(version)));
    expect(changed).toEqual({ before: '1.7.0', version: '1.11.0', kind: 'appeared' });
  });

  it('finds the first of those that can say, without asking all that are too old', async () => {
    const many = Array.from({ length: 150 }, (_, i) => `1.${i}.0`);
    const { asked, changed } = await bisect(many, (version) => Promise.resolve(many.indexOf(version) < 101 ? 'cannot say' : many.indexOf(version) < 110 ? 'does not' : 'shows it'));
    expect(changed).toEqual({ before: '1.109.0', version: '1.110.0', kind: 'appeared' });
    expect(asked.length).toBeLessThan(18);
  });

  it('ends where all that can say have it', async () => {
    const { asked, changed } = await bisect(VERSIONS, (version) => Promise.resolve(VERSIONS.indexOf(version) < 7 ? 'cannot say' : 'shows it'));
    expect(changed).toBeUndefined();
    expect(asked.length).toBeLessThan(10);
  });

  it('orders releases by number and leaves out previews', () => {
    expect(releases(['1.10.0', '1.9.1', '1.9.0', '2.0.0-dev.1', '1.2.0'])).toEqual(['1.2.0', '1.9.0', '1.9.1', '1.10.0']);
  });
});
