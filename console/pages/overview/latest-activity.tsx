/** The latest calls, conversations and insight cards with one result. */
import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { readActivity } from "../../api/activity.ts";
import { ActivityRow } from "../../parts/activity-row.tsx";
import { Loaded } from "../../parts/loaded.tsx";

const SHOWN = 5;
const OFTEN_MS = 15_000;

export function LatestActivity({ result }: { result: "failed" | "pending" }) {
  const { t } = useTranslation();
  const latest = useQuery({
    queryKey: ["latest", result],
    queryFn: ({ signal }) => readActivity({ query: "", kind: "", result }, null, signal),
    refetchInterval: OFTEN_MS,
  });
  const failed = result === "failed";
  return (
    <Loaded query={latest} rows={2}>
      {({ items }) =>
        items.length === 0 ? (
          <Text c="dimmed">{failed ? t("overview.noFailed") : t("overview.noInProgress")}</Text>
        ) : (
          <>
            <ul className="plain-list rows narrow">
              {items.slice(0, SHOWN).map((item) => (
                <ActivityRow key={item.id} item={item} />
              ))}
            </ul>
            <Anchor component={Link} to={`/activity?result=${result}`} size="sm" underline="always">
              {failed ? t("overview.showFailed") : t("overview.showInProgress")}
            </Anchor>
          </>
        )
      }
    </Loaded>
  );
}
