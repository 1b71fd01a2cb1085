/** Time is passed in, never read from the air: a clock answers the present moment. */

/** The present moment in epoch milliseconds. */
export type Clock = () => number;

/** The machine's own clock. */
export const systemClock: Clock = () => Date.now();
