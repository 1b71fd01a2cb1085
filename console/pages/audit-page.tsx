/** The audit log: every change, newest first, filtered by kind, person and day, loaded page by page. */
import { Text } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { readAudit, type AuditEntry } from "../api/audit.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ErrorAlert } from "../parts/error-alert.tsx";
import { LoadMore } from "../parts/load-more.tsx";
import { Loading } from "../parts/loading.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { usePendingChanges } from "../parts/use-pending-changes.ts";
import { ZonedTime } from "../parts/zoned-time.tsx";
import { AuditFilters } from "./audit/audit-filters.tsx";
import { readFilter, toQuery, type FilterName } from "./audit/audit-filter.ts";
import { useAuditLabels } from "./audit/use-audit-labels.ts";

export function AuditPage() {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const filter = readFilter(parameters);
  const query = toQuery(filter);
  const pages = useInfiniteQuery({
    queryKey: ["audit", query],
    queryFn: ({ pageParam, signal }) => readAudit(query, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    // The filters keep their choices while the next list is on its way.
    placeholderData: keepPreviousData,
  });
  const withPending = usePendingChanges<Partial<Record<FilterName, string>>>(parameters.toString());
  const change = (name: FilterName, value: string) => {
    const chosen = Object.entries({ ...filter, ...withPending({ [name]: value }) });
    setParameters(Object.fromEntries(chosen.filter(([, one]) => one !== "")), { replace: true });
  };
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <PageFrame title={t("page.audit")} intro={t("audit.intro")}>
      <AuditFilters
        filter={filter}
        people={pages.data?.pages[0]?.people ?? []}
        onChange={change}
        onClear={() => setParameters({}, { replace: true })}
      />
      {pages.data === undefined ? (
        pages.isError ? (
          <ErrorAlert error={pages.error} onRetry={() => void pages.refetch()} />
        ) : (
          <Loading rows={8} />
        )
      ) : (
        <>
          <Entries entries={pages.data.pages.flatMap((page) => page.entries)} isFiltered={isFiltered} />
          <LoadMore pages={pages} />
        </>
      )}
    </PageFrame>
  );
}

function Entries({ entries, isFiltered }: { entries: readonly AuditEntry[]; isFiltered: boolean }) {
  const { t } = useTranslation();
  const labels = useAuditLabels();
  if (entries.length === 0) {
    return isFiltered ? (
      <EmptyState title={t("activity.emptyFilter")} about={t("audit.emptyFilter")} />
    ) : (
      <EmptyState title={t("audit.empty")} about={t("audit.emptyAbout")} />
    );
  }
  return (
    <ul className="plain-list rows" aria-label={t("audit.list")}>
      {entries.map((entry, index) => (
        // Two entries can be equal in everything but their position.
        <li key={entries.length - index} className="row change">
          <Text className="breakable">{labels.sentence(entry)}</Text>
          <Text size="sm" c="dimmed" className="breakable">
            {labels.author(entry)}, <ZonedTime at={entry.at} zone={null} />
          </Text>
        </li>
      ))}
    </ul>
  );
}
