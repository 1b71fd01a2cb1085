/** A status as an icon in its colour and a word: green works, amber needs attention soon, red needs a person, grey is off. */
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconCircleX } from "@tabler/icons-react";
import type { ReactNode } from "react";

const LOOKS = {
  good: IconCircleCheck,
  attention: IconAlertTriangle,
  bad: IconCircleX,
  off: IconCircleMinus,
} as const;

export type Status = keyof typeof LOOKS;

export function StatusWord({ status, children }: { status: Status; children: ReactNode }) {
  const Icon = LOOKS[status];
  return (
    <span className="with-icon status-word" data-status={status}>
      <Icon size={18} aria-hidden />
      <span>{children}</span>
    </span>
  );
}
