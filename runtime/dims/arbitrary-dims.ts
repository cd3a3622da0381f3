// fast-check arbitraries of random arithmetic, written down as plain trees so that one tree can be built in every
// domain. For tests of domains (here and of the solver's terms) and for users' property tests.

import fc from 'fast-check';
import type { Claim, Dim, Domain } from './dim.ts';

export type DimTree =
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'symbol'; readonly name: string }
  | { readonly is: 'plus' | 'minus' | 'times' | 'over' | 'remainder'; readonly left: DimTree; readonly right: DimTree }
  | { readonly is: 'choose'; readonly claim: ClaimTree; readonly yes: DimTree; readonly no: DimTree };

export type ClaimTree =
  | { readonly is: 'equals' | 'atLeast' | 'divisibleBy'; readonly left: DimTree; readonly right: DimTree }
  | { readonly is: 'and' | 'or'; readonly first: ClaimTree; readonly second: ClaimTree }
  | { readonly is: 'not'; readonly claim: ClaimTree };

export interface Trees {
  readonly dim: fc.Arbitrary<DimTree>;
  readonly claim: fc.Arbitrary<ClaimTree>;
}

/** Trees over these symbols; `depth` 3 keeps values of one digit within the safe integers. */
export function arbitraryTrees(names: readonly string[], depth = 3): Trees {
  const leaf: fc.Arbitrary<DimTree> = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...names).map((name) => ({ is: 'symbol' as const, name })) },
    { weight: 2, arbitrary: fc.integer({ min: -9, max: 9 }).map((value) => ({ is: 'number' as const, value })) },
  );
  const trees = fc.letrec<{ dim: DimTree; claim: ClaimTree; plain: ClaimTree }>((tie) => ({
    dim: fc.oneof(
      { maxDepth: depth, depthIdentifier: 'dims' },
      leaf,
      fc.record({ is: fc.constantFrom('plus', 'minus', 'times', 'over', 'remainder'), left: tie('dim'), right: tie('dim') }),
      fc.record({ is: fc.constantFrom('plus', 'minus', 'over', 'remainder'), left: tie('dim'), right: leaf }),
      fc.record({ is: fc.constant('choose' as const), claim: tie('claim'), yes: tie('dim'), no: tie('dim') }),
    ),
    plain: fc.record({ is: fc.constantFrom('equals', 'atLeast', 'divisibleBy'), left: tie('dim'), right: tie('dim') }),
    claim: fc.oneof(
      { maxDepth: depth, depthIdentifier: 'dims' },
      tie('plain'),
      fc.record({ is: fc.constantFrom('and', 'or'), first: tie('claim'), second: tie('claim') }),
      fc.record({ is: fc.constant('not' as const), claim: tie('claim') }),
    ),
  }));
  return { dim: trees.dim, claim: trees.claim };
}

/** Where a tree's symbols come from. */
export interface Ground {
  readonly domain: Domain;
  symbol(name: string): Dim;
}

export function buildDim(tree: DimTree, ground: Ground): Dim {
  switch (tree.is) {
    case 'number':
      return ground.domain.lit(tree.value);
    case 'symbol':
      return ground.symbol(tree.name);
    case 'choose':
      return buildClaim(tree.claim, ground).choose(buildDim(tree.yes, ground), buildDim(tree.no, ground));
    default:
      return buildDim(tree.left, ground)[tree.is](buildDim(tree.right, ground));
  }
}

export function buildClaim(tree: ClaimTree, ground: Ground): Claim {
  switch (tree.is) {
    case 'and':
    case 'or':
      return buildClaim(tree.first, ground)[tree.is](buildClaim(tree.second, ground));
    case 'not':
      return buildClaim(tree.claim, ground).not();
    default:
      return buildDim(tree.left, ground)[tree.is](buildDim(tree.right, ground));
  }
}
