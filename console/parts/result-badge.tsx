/** How a call ended for us, in a word and a colour. */
import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityItemAnswer } from "../../src/http/api/schemas.ts";

const COLORS = { pending: "yellow", done: "green", ignored: "gray", failed: "red" } as const;

export function ResultBadge({ result }: { result: ActivityItemAnswer["result"] }) {
  const { t } = useTranslation();
  return (
    <Badge variant="light" color={COLORS[result]} tt="none" className="badge">
      {t(`result.${result}`)}
    </Badge>
  );
}
