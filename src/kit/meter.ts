/** Counters and measurements for operators. `http/metrics.ts` declares each name. Without it, nothing is recorded. */

/** Few values each, known beforehand: no account, no person, no id. */
type Labels = Readonly<Record<string, string>>;

/** Adds to a counter, or records one value (seconds, bytes) of a distribution, by the metric's name. */
export type Meter = (name: string, labels: Labels, value: number) => void;

export const noMeter: Meter = () => undefined;
