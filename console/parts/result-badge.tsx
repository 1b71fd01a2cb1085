/** How a call ended for us, in a word and a colour. */
import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityItemAnswer } from "../../src/http/api/schemas.ts";

const COLORS = { pending: "yellow", done: "green", ignored: "gray", failed: "red" } as const;

export interface ResultBadgeProps {
  result: ActivityItemAnswer["result"];
  kind?: ActivityItemAnswer["kind"];
}

/** A card is shown or it is not; everything else is done, ignored, or failed. */
export function ResultBadge({ result, kind }: ResultBadgeProps) {
  const { t } = useTranslation();
  return (
    <Badge variant="light" color={COLORS[result]} tt="none" className="badge">
      {kind === "card" ? t(`card.result.${result}`) : t(`result.${result}`)}
    </Badge>
  );
}
