/** The result of an item: an icon with its word. */
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconClock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ActivityItemAnswer } from "../../src/http/api/schemas.ts";

const ICONS = {
  pending: IconClock,
  done: IconCircleCheck,
  ignored: IconCircleMinus,
  failed: IconAlertTriangle,
} as const;

export interface ResultMarkProps {
  result: ActivityItemAnswer["result"];
  kind?: ActivityItemAnswer["kind"];
}

/** An insight card is shown or not shown. */
export function ResultMark({ result, kind }: ResultMarkProps) {
  const { t } = useTranslation();
  const Shape = ICONS[result];
  return (
    <span className="result" data-result={result}>
      <Shape size={18} stroke={1.7} aria-hidden />{" "}
      {kind === "card" ? t(`card.result.${result}`) : t(`result.${result}`)}
    </span>
  );
}
