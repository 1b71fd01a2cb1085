/** The activity: newest first, live, with search, filters and paging. */
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { ActivityFilter } from "../api/activity.ts";
import { PageFrame } from "../parts/page-frame.tsx";
import { ActivityFilters } from "./activity/activity-filters.tsx";
import { ActivityList } from "./activity/activity-list.tsx";
import { filterToSearch, searchToFilter } from "./activity/filter-in-address.ts";

const TYPING_MS = 300;

/** The filter is part of the address, so that it can be shared and survives the way back from an item. */
export function ActivityPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [filter, setFilter] = useState<ActivityFilter>(() => searchToFilter(search));
  const [debounced] = useDebouncedValue(filter, TYPING_MS);
  useEffect(() => {
    const next = filterToSearch(debounced);
    if (next !== filterToSearch(searchToFilter(search))) setSearch(next, { replace: true });
    // Not on a change of the address: the address follows the filter.
  }, [debounced]);
  return (
    <PageFrame title={t("page.activity")}>
      <ActivityFilters filter={filter} onChange={setFilter} />
      <ActivityList filter={debounced} onClear={() => setFilter({ query: "", kind: "", result: "" })} />
    </PageFrame>
  );
}
