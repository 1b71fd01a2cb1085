/** The end of a list that is loaded page by page: a failed page with a retry, or a button for the next one. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "./error-alert.tsx";

export interface LoadMoreProps {
  /** An infinite query of TanStack. */
  pages: {
    isFetchNextPageError: boolean;
    error: Error | null;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage(): unknown;
  };
}

export function LoadMore({ pages }: LoadMoreProps) {
  const { t } = useTranslation();
  const load = () => void pages.fetchNextPage();
  return (
    <>
      {pages.isFetchNextPageError && <ErrorAlert error={pages.error} onRetry={load} />}
      {pages.hasNextPage && (
        <Button variant="default" className="load-more" loading={pages.isFetchingNextPage} onClick={load}>
          {t("activity.more")}
        </Button>
      )}
    </>
  );
}
