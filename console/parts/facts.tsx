/** A list of names and values, side by side on wide screens. */
import type { ReactNode } from "react";

export interface Fact {
  name: string;
  value: ReactNode;
}

/** Skips facts whose value is null. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts
        .filter(({ value }) => value !== null)
        .map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
