/** Renders the data of a query once it is loaded. Until then: a skeleton, or the error with a retry button. */
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

/** Keeps the previous data during a refresh, also when the refresh fails. */
export function Loaded<T>({ query, rows = 3, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading rows={rows} />;
}
