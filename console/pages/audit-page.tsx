/** The audit log: every change, newest first, loaded page by page. */
import { Button, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { readAudit } from "../api/audit.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ZonedTime } from "../parts/zoned-time.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { ErrorAlert } from "../parts/error-alert.tsx";
import { Loading } from "../parts/loading.tsx";
import { useAuditLabels } from "./audit/use-audit-labels.ts";

export function AuditPage() {
  const { t } = useTranslation();
  return (
    <PageFrame title={t("page.audit")} intro={t("audit.intro")}>
      <AuditList />
    </PageFrame>
  );
}

function AuditList() {
  const { t } = useTranslation();
  const labels = useAuditLabels();
  const pages = useInfiniteQuery({
    queryKey: ["audit"],
    queryFn: ({ pageParam, signal }) => readAudit(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
  if (pages.data === undefined) {
    if (!pages.isError) return <Loading rows={8} />;
    return <ErrorAlert error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  const entries = pages.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) return <EmptyState title={t("audit.empty")} about={t("audit.emptyAbout")} />;
  return (
    <>
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
    </>
  );
}
