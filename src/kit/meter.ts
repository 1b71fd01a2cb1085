/** Counts and measures for operators; what each name means is said where they are shown. Without anybody to show them, nothing happens. */

/** Few values each, known beforehand: no account, no person, no id. */
type Labels = Readonly<Record<string, string>>;

/** Adds to a counter, or notes one value of a distribution (seconds, bytes), by the metric's name. */
export type Meter = (name: string, labels: Labels, value: number) => void;

export const noMeter: Meter = () => undefined;
