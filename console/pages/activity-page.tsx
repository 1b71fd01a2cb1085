/** The activity: newest first, live, with search, filters, saved views, export and a retry of what failed. */
import { Button, Group } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { exportAddress } from "../api/activity.ts";
import { PageFrame } from "../parts/page-frame.tsx";
import { ActivityFilters } from "./activity/activity-filters.tsx";
import { ActivityList } from "./activity/activity-list.tsx";
import {
  askedFor,
  filterToSearch,
  NO_FILTER,
  searchToFilter,
  type ChosenFilter,
} from "./activity/filter-in-address.ts";
import { RetryFailedButton, RetryProgress, useRetryFailed } from "./activity/retry-failed.tsx";
import { SavedViews } from "./activity/saved-views.tsx";

const TYPING_MS = 300;

/** The filter is part of the address, so that it can be shared and survives the way back from an item. */
export function ActivityPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [filter, setFilter] = useState<ChosenFilter>(() => searchToFilter(search));
  const [debounced] = useDebouncedValue(filter, TYPING_MS);
  const retry = useRetryFailed(debounced);
  useEffect(() => {
    const next = filterToSearch(debounced);
    if (next !== filterToSearch(searchToFilter(search))) setSearch(next, { replace: true });
    // Not on a change of the address: the address follows the filter.
  }, [debounced]);
  return (
    <PageFrame title={t("page.activity")}>
      <Group gap="xs" className="page-actions">
        <Button
          component="a"
          variant="default"
          href={exportAddress(askedFor(debounced, Date.now()))}
          download
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t("activity.export")}
        </Button>
        <RetryFailedButton {...retry} />
      </Group>
      <ActivityFilters filter={filter} onChange={setFilter} />
      <SavedViews filter={debounced} onChange={setFilter} />
      <RetryProgress {...retry} />
      <ActivityList filter={debounced} onClear={() => setFilter(NO_FILTER)} />
    </PageFrame>
  );
}
