// What is thrown where a run ends before its time, the same objects always: not errors, which cost a stack each.

/** Thrown when the path under execution ends; caught where paths join. */
export const ENDED = { ended: true } as const;
/** Thrown when the step limit is hit; caught at the top. */
export const OUT_OF_STEPS = { outOfSteps: true } as const;
/** Thrown where something fails under a number of axes that we only try; caught where it was entered. */
export const REFUSED = { refused: true } as const;
/** Thrown where a size comes by a name that another has in what is remembered; caught where that was given, to run without it. */
export const OTHER_BOUNDS = { otherBounds: true } as const;
/** Thrown soon after something was learnt of an input that had been given otherwise; caught where it was entered, to begin anew. */
export const LEARNT = { learnt: true } as const;
