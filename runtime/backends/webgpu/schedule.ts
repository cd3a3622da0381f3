// How stages become shaders on an adapter, as data: what drivers for CPUs and cards like differs most where invocations
// wait for each other. Both kinds of shaders are tested on every adapter.

export interface DeviceLimits {
  /** Buffers that one shader may bind. */
  readonly buffers: number;
  /** Bytes that one of them may have. */
  readonly bytes: number;
}

export interface Schedule {
  /** Innermost iterations that make vectors worth the time to compile them; tests ask for always or never. */
  readonly leastWork: number;
  /** Rows that are computed at once. */
  readonly rows: number;
  /** Large products share tiles in workgroup memory, in blocks of this many rows and columns an invocation; 0 for none. */
  readonly tiles: 0 | 4 | 8 | 'fitting';
  /** Invocations of a workgroup along rows and along columns of a tile. */
  readonly side: number;
  /** Shorter factors leave most of a tile empty. */
  readonly leastFactor: number;
  /** How the invocations of a workgroup that share a long row put together what each has; undefined for an invocation a row. */
  readonly groups: 'tree' | 'subgroups' | undefined;
  /** Invocations that share a row. */
  readonly width: number | 'fitting';
  /** Shorter rows are not worth a workgroup. */
  readonly leastRow: number;
  /** Float16 is stored and converted as shaders have it; else it is bits, converted by integer arithmetic. */
  readonly halves: boolean;
  /** Bytes of a binding, a multiple of 16: larger buffers are bound in parts. */
  readonly partBytes: number;
  /** Workgroups along one dimension. */
  readonly mostGroups: number;
}

/** What every device allows; source: the WebGPU specification, 3.6.2. */
const EVERYWHERE = { partBytes: 2 ** 27, mostGroups: 65535 } as const;

/**
 * Each barrier splits a shader into coroutines there, which take seconds to compile; vectors take 10 to 60 ms. Of 1, 4
 * and 8 rows at once 8 is the fastest for products and convolutions on SwiftShader.
 */
export const SOFTWARE: Schedule = { leastWork: 2 ** 15, rows: 8, tiles: 0, side: 16, leastFactor: 32, groups: undefined, width: 'fitting', leastRow: 64, halves: false, ...EVERYWHERE };
export const CARD: Schedule = { ...SOFTWARE, tiles: 'fitting', groups: 'tree' };

/** The shaders of cards for graphs of any size: a few elements fill several tiles, and a row goes round several times. */
const MINIATURE: Partial<Schedule> = { side: 2, leastFactor: 1, leastRow: 2 };

export interface Traits {
  readonly isSoftware: boolean;
  /** Invocations of a subgroup may exchange what they have, and every workgroup is made of whole subgroups. */
  readonly hasSubgroups: boolean;
  /** Shaders have float16, which rounds as it should and is quick. */
  readonly hasHalves: boolean;
  readonly limits: DeviceLimits;
}

export function scheduleFor({ isSoftware, hasSubgroups, hasHalves, limits }: Traits): Schedule {
  const liked = isSoftware ? SOFTWARE : CARD;
  return { ...liked, partBytes: limits.bytes, halves: hasHalves, ...(!isSoftware && hasSubgroups && { groups: 'subgroups' }) };
}

export function miniatureFor({ isSoftware }: Pick<Traits, 'isSoftware'>, groups: 'tree' | 'subgroups'): Partial<Schedule> {
  if (groups === 'tree') return { ...MINIATURE, tiles: 4, groups, width: 4 };
  // Two subgroups at least: those of drivers for CPUs have 4 or 8 invocations.
  return { ...MINIATURE, tiles: 4, groups, width: isSoftware ? 16 : 64 };
}
