/** Names and values, one below the other, or side by side where there is room. */
import type { ReactNode } from "react";

export interface Fact {
  name: string;
  value: ReactNode;
}

/** A fact whose value is null is left out. */
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
