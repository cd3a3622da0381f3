// What an engine promises about its arithmetic, as data. References are computed with IEEE's promises; an engine that
// promises less is compared once more with bounds that allow for that.

export interface Numerics {
  /**
   * Float32 numbers below this magnitude may be taken for 0, and results may become 0 below it; 0 where subnormal numbers
   * are kept.
   */
  readonly flushesBelow: number;
  /** How many roundings a division or a square root in float32 is off by, at most. */
  readonly divisionRoundings: number;
  readonly rootRoundings: number;
  /** The same of exponentials, logarithms, powers, tanh and erf. */
  readonly functionRoundings: number;
}

/** Errors allowed to exp, log, tanh and pow of an engine, in units in the last place. */
const FUNCTION_ULPS = 4;

export const IEEE: Numerics = { flushesBelow: 0, divisionRoundings: 1, rootRoundings: 1, functionRoundings: 2 * FUNCTION_ULPS };

/** As measured on SwiftShader: IEEE, but subnormal numbers are 0. */
export const FLUSHING: Numerics = { ...IEEE, flushesBelow: 2 ** -126 };

/**
 * What WGSL asks of a GPU: division within 2.5 units in the last place, a root as one over an inverse root within 2.
 * Source: WebGPU Shading Language, 15.7.4 and 15.7.2.
 */
export const SHADING: Numerics = { flushesBelow: 2 ** -126, divisionRoundings: 5, rootRoundings: 9, functionRoundings: 2 * FUNCTION_ULPS };

/** As measured on jax-js: quotients and roots as on a GPU, and functions that are polynomials of few terms. */
export const COARSE: Numerics = { ...SHADING, functionRoundings: 1024 };
