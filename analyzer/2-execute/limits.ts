// Every bound of the executor, in one place: nothing here comes in or goes out but numbers. Hitting one is reported
// as unknown with the limit's name, never hidden.

/** Expressions and statements evaluated for one program. */
export const MAX_STEPS = 3_000_000;
/** Evaluations that questions about sizes may cost in one program. */
export const MAX_EFFORT = 40_000;
/** So many times as much may cost what is still answered when that is spent, before nothing more is run. */
export const MAX_OVERDRAFT = 8;
/** The same for each time that a function which nobody calls is entered. */
export const MAX_ENTRY_STEPS = 300_000;
/** And with arguments that need not be given. */
export const MAX_MORE_STEPS = 100_000;
export const MAX_ENTRY_EFFORT = 8_000;
/** And while it is only entered to learn what its inputs are. */
export const MAX_LEARNING_EFFORT = 1_000;
/** How often a function that nobody calls is entered to learn what its inputs are. */
export const MAX_ROUNDS = 6;
/** Steps that it goes on, and a quarter of those behind it, after something was learnt for which it begins anew; and how often it does. */
export const LEARNING_STEPS = 300;
export const MAX_BEGINNINGS = 12;
/** How often a program is executed to learn what comes into it from outside. */
export const MAX_EXECUTIONS = 3;
/** Steps that another execution may take for each tensor expression that is not known. */
export const STEPS_FOR_UNKNOWN = 100_000;
/** Python or TypeScript calls on the stack, library models included. */
export const MAX_CALL_DEPTH = 90;
/** Calls of one function inside itself, and the same on a path that hangs on something not understood. */
export const MAX_RECURSION = 40;
export const MAX_VAGUE_RECURSION = 3;
/** Turns of a loop that are run one by one, whatever they cost. */
export const CHEAP_TURNS = 4;
/** Of more items than these, fewer than CHEAP_TURNS may be run one by one where they cost more than LOOP_STEPS. */
export const FEW_ITEMS = 8;
/** Steps of a turn from which on what only counts is not followed number by number. */
export const LONG_TURN = 1_000;
/** Turns that are run one by one while the loop as a whole stays under LOOP_STEPS. */
export const MAX_TURNS = 4_096;
/** Ways out of a loop, none of them sure, after which it is summarised. */
export const MAX_EXITS = 12;
/** Steps after which a loop is summarised. */
export const LOOP_STEPS = 20_000;
/** Claims that are assumed on a path because the program goes on only where they hold; further ones are not used. */
export const MAX_ASSUMED = 12;
/** Characters of a claim's text above which it is neither assumed nor asked about: it would cost more than it tells. */
export const MAX_CLAIM_TEXT = 240;
/** Questions of one program that go to the solver. */
export const MAX_SOLVER_QUESTIONS = 4;
/** Symbols in a claim and what is assumed of them, above which it is not asked about: products of many unknown sizes take it minutes. */
export const MAX_SOLVER_SYMBOLS = 3;
/** Characters of all that is assumed about those symbols, above which it is not asked either. */
export const MAX_SOLVER_TEXT = 400;
/** Steps of the solver for one of them: some 20 ms where sizes are not multiplied, more where they are. */
export const SOLVER_STEPS = 8_000;
/** Values kept apart in one place. */
export const MAX_ALTERNATIVES = 6;
/** Characters of a size's text above which a merge gives it a name of its own. */
export const MAX_SIZE_TEXT = 60;
/** Characters of a condition's text above which alternatives are no longer told apart by it. */
export const MAX_GUARD_TEXT = 1_000;
/** What there is to walk through in a condition, above which it is not used where two paths meet, nor assumed on one: loops with many ways out pile them up. */
export const MAX_GUARD_WEIGHT = 40;
/** What is known on one path, after which nothing is added. */
export const MAX_FACTS = 160;
/** Elements of a list, range or string that is taken apart. */
export const MAX_ELEMENTS = 20_000;
/** Items that an object of the program gives one by one, before we look whether it ever stops. */
export const MAX_NEXT = 16;
/** Depth to which objects made on two branches are merged into one. */
export const MAX_MERGE_DEPTH = 12;
