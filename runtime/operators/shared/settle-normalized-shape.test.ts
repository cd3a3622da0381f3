import { expect, test } from 'vitest';
import { Stop } from '../../dims/dim.ts';
import type { Rule } from '../../dims/dim.ts';
import { numbers } from '../../dims/numbers.ts';
import { settleNormalizedShape } from './settle-normalized-shape.ts';

function settle(given: Readonly<Record<string, unknown>>, shape: readonly number[]) {
  const verdicts: string[] = [];
  const rule: Rule = {
    must: (_, claim) => { verdicts.push(claim.verdict); },
    stop: (check, facts) => { throw new Stop(check, facts); },
    whether: (claim) => claim.verdict === 'yes', fresh: () => numbers.lit(0), lit: (n) => numbers.lit(n),
  };
  return { ...settleNormalizedShape(given, [shape.map((n) => numbers.lit(n))], rule), verdicts };
}

test('the extents count the axes from the end', () => expect(settle({ normalized_shape: [3, 4] }, [2, 3, 4])).toMatchObject({ axis: 1, verdicts: ['yes', 'yes'] }));
test('one number is one axis', () => expect(settle({ normalized_shape: 4 }, [2, 3, 4])).toMatchObject({ axis: 2, verdicts: ['yes'] }));
test('a wrong extent is a claim that fails', () => expect(settle({ normalized_shape: [5] }, [2, 4])).toMatchObject({ axis: 1, verdicts: ['no'] }));
test('more extents than axes stop the rule', () => expect(() => settle({ normalized_shape: [2, 4] }, [4])).toThrow(Stop));
test('an axis stays an axis', () => expect(settle({ axis: 0 }, [2, 4])).toMatchObject({ axis: 0, verdicts: [] }));
