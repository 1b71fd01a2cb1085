/** A decorative icon for the kind of an item: a receiver, a bubble or a card. The text beside it names the kind. */
import type { ActivityItemAnswer } from "../../src/http/api/schemas.ts";

const SHAPES = {
  call: "M4 2 6.5 5 5.2 6.9a9 9 0 0 0 3.9 3.9L11 9.5l3 2.5-1.4 2.2C7 15 1 9 1.8 3.4Z",
  conversation: "M2 3h12v8H7.5L4 14v-3H2Z",
  card: "M1.5 3.5h13v9h-13ZM4 6.5h4M4 9.5h8",
} as const;

export function KindIcon({ kind }: { kind: ActivityItemAnswer["kind"] }) {
  return (
    <svg
      className="kind-icon"
      viewBox="0 0 16 16"
      width="14"
      height="14"
      aria-hidden
      focusable="false"
      data-kind={kind}
    >
      <path d={SHAPES[kind]} fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />
    </svg>
  );
}
