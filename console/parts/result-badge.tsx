/** The result of an item as a coloured badge. */
import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityItemAnswer } from "../../src/http/api/schemas.ts";

const COLORS = { pending: "yellow", done: "green", ignored: "gray", failed: "red" } as const;

export interface ResultBadgeProps {
  result: ActivityItemAnswer["result"];
  kind?: ActivityItemAnswer["kind"];
}

/** An insight card is shown or not shown. Every other item is done, ignored or failed. */
export function ResultBadge({ result, kind }: ResultBadgeProps) {
  const { t } = useTranslation();
  return (
    <Badge variant="light" color={COLORS[result]} tt="none" className="badge">
      {kind === "card" ? t(`card.result.${result}`) : t(`result.${result}`)}
    </Badge>
  );
}
