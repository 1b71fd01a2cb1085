/** The list itself: only what has been loaded is drawn, however much is stored. */
import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityFilter } from "../../api/activity.ts";
import { CallRow } from "../../parts/call-row.tsx";
import { EmptyNote } from "../../parts/empty-note.tsx";
import { ProblemAlert } from "../../parts/problem-alert.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useFormats } from "../../words/use-formats.ts";
import { useLiveActivity } from "./use-live-activity.ts";

export interface ActivityListProps {
  filter: ActivityFilter;
  onClear(): void;
}

export function ActivityList({ filter, onClear }: ActivityListProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { pages, behind } = useLiveActivity(filter);
  if (pages.data === undefined) {
    if (!pages.isError) return <Waiting rows={8} />;
    return <ProblemAlert error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  const items = pages.data.pages.flatMap((page) => page.items);
  const filtered = filter.query.trim() !== "" || filter.kind !== "" || filter.result !== "";
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {t("activity.shown", { count: items.length, number: formats.number(items.length) })}
        </Text>
        {behind && <Text size="sm">{t("activity.paused")}</Text>}
      </Group>
      {items.length === 0 && <NothingHere filtered={filtered} onClear={onClear} />}
      {items.length > 0 && (
        <ul className="plain-list rows" aria-label={t("activity.list")}>
          {items.map((item) => (
            <CallRow key={item.id} item={item} />
          ))}
        </ul>
      )}
      {pages.isFetchNextPageError && <ProblemAlert error={pages.error} onRetry={() => void pages.fetchNextPage()} />}
      {pages.hasNextPage && (
        <Button
          variant="default"
          className="load-more"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t("activity.more")}
        </Button>
      )}
      {items.length > 0 && !pages.hasNextPage && (
        <Text ta="center" size="sm" c="dimmed">
          {t("activity.noMore")}
        </Text>
      )}
    </>
  );
}

function NothingHere({ filtered, onClear }: { filtered: boolean; onClear(): void }) {
  const { t } = useTranslation();
  if (!filtered) return <EmptyNote title={t("activity.empty")} about={t("activity.emptyAbout")} />;
  return (
    <EmptyNote title={t("activity.emptyFilter")} about={t("activity.emptyFilterAbout")}>
      <Button variant="default" onClick={onClear}>
        {t("activity.clear")}
      </Button>
    </EmptyNote>
  );
}
