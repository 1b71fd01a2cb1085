/** The list: renders the loaded pages only, however much is stored. */
import { Badge, Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityFilter } from "../../api/activity.ts";
import { ActivityRow } from "../../parts/activity-row.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { ErrorAlert } from "../../parts/error-alert.tsx";
import { Loading } from "../../parts/loading.tsx";
import { useFormats } from "../../words/use-formats.ts";
import { useLiveActivity } from "./use-live-activity.ts";

export interface ActivityListProps {
  filter: ActivityFilter;
  onClear(): void;
}

export function ActivityList({ filter, onClear }: ActivityListProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { pages, isBehind } = useLiveActivity(filter);
  if (pages.data === undefined) {
    if (!pages.isError) return <Loading rows={8} />;
    return <ErrorAlert error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  const items = pages.data.pages.flatMap((page) => page.items);
  const isFiltered = filter.query.trim() !== "" || filter.kind !== "" || filter.result !== "";
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {t("activity.shown", { count: items.length, number: formats.number(items.length) })}
        </Text>
        <Badge variant="light" color={isBehind ? "yellow" : "green"} tt="none" className="badge" role="status">
          {isBehind ? t("activity.paused") : t("activity.live")}
        </Badge>
      </Group>
      {items.length === 0 && <NoItems isFiltered={isFiltered} onClear={onClear} />}
      {items.length > 0 && (
        <ul className="plain-list rows" aria-label={t("activity.list")}>
          {items.map((item) => (
            <ActivityRow key={item.id} item={item} />
          ))}
        </ul>
      )}
      {pages.isFetchNextPageError && <ErrorAlert error={pages.error} onRetry={() => void pages.fetchNextPage()} />}
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

function NoItems({ isFiltered, onClear }: { isFiltered: boolean; onClear(): void }) {
  const { t } = useTranslation();
  if (!isFiltered) return <EmptyState title={t("activity.empty")} about={t("activity.emptyAbout")} />;
  return (
    <EmptyState title={t("activity.emptyFilter")} about={t("activity.emptyFilterAbout")}>
      <Button variant="default" onClick={onClear}>
        {t("activity.clear")}
      </Button>
    </EmptyState>
  );
}
