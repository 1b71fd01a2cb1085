/** A status as a coloured badge with a mark and a word. */
import { Badge } from "@mantine/core";
import type { ReactNode } from "react";

const LOOKS = {
  good: { color: "green", mark: "✓" },
  waits: { color: "yellow", mark: "…" },
  bad: { color: "red", mark: "!" },
  off: { color: "gray", mark: "–" },
} as const;

export function StateBadge({ state, children }: { state: keyof typeof LOOKS; children: ReactNode }) {
  const { color, mark } = LOOKS[state];
  return (
    <Badge variant="light" color={color} tt="none" className="badge" leftSection={<span aria-hidden>{mark}</span>}>
      {children}
    </Badge>
  );
}
