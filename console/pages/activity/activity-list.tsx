/** The list: renders the loaded pages only, however much is stored. */
import { Badge, Button, Group, Text } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ActivityRow } from "../../parts/activity-row.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { ErrorAlert } from "../../parts/error-alert.tsx";
import { LoadMore } from "../../parts/load-more.tsx";
import { Loading } from "../../parts/loading.tsx";
import { useFormats } from "../../words/use-formats.ts";
import { filterToSearch, type ChosenFilter } from "./filter-in-address.ts";
import { useLiveActivity } from "./use-live-activity.ts";
import { useKeptScroll } from "./use-kept-scroll.ts";

export interface ActivityListProps {
  filter: ChosenFilter;
  onClear(): void;
}

export function ActivityList({ filter, onClear }: ActivityListProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { pages, items, isBehind, waiting, show } = useLiveActivity(filter);
  useKeptScroll(pages.data !== undefined);
  if (pages.data === undefined) {
    if (!pages.isError) return <Loading rows={12} height={40} />;
    return <ErrorAlert error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {t("activity.shown", { count: items.length, number: formats.number(items.length) })} ·{" "}
          {t("activity.zone", { zone: timeZone.replaceAll("_", " ") })}
        </Text>
        <Badge variant="light" color={isBehind ? "yellow" : "green"} tt="none" className="badge" role="status">
          {isBehind ? t("activity.paused") : t("activity.live")}
        </Badge>
      </Group>
      <NewItems waiting={waiting} onShow={show} />
      {items.length === 0 && <NoItems isFiltered={filterToSearch(filter) !== ""} onClear={onClear} />}
      {items.length > 0 && (
        <ul className="plain-list rows" aria-label={t("activity.list")}>
          {items.map((item) => (
            <ActivityRow key={item.id} item={item} />
          ))}
        </ul>
      )}
      <LoadMore pages={pages} />
      {items.length > 0 && !pages.hasNextPage && (
        <Text ta="center" size="sm" c="dimmed">
          {t("activity.noMore")}
        </Text>
      )}
    </>
  );
}

/** Items above the list that the reader has not asked for yet. */
function NewItems({ waiting, onShow }: { waiting: number; onShow(): void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (waiting === 0) return null;
  const show = () => {
    onShow();
    window.scrollTo(0, 0);
  };
  return (
    <div className="new-items">
      <Button size="compact-sm" leftSection={<IconArrowUp size={16} aria-hidden />} onClick={show}>
        {t("activity.newItems", { count: waiting, number: formats.number(waiting) })}
      </Button>
    </div>
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
