/** Shows what was asked for once it is there; until then that it loads, or why it did not, with a way to try again. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorAlert } from "./error-alert.tsx";
import { Loading } from "./loading.tsx";

export interface LoadedProps<T> {
  query: UseQueryResult<T>;
  /** Rows of the skeleton. */
  rows?: number;
  children(data: T): ReactNode;
}

/** What was there before stays while it is read again, also when that fails. */
export function Loaded<T>({ query, rows = 3, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading rows={rows} />;
}
