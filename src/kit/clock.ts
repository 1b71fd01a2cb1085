/** The clock is a dependency, so that tests can set the time. */

/** Returns the present in epoch ms. */
export type Clock = () => number;

/** The machine's clock. */
export const systemClock: Clock = () => Date.now();
