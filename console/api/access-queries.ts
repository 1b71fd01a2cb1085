/** The queries of the pages above the session gate. */
import { queryOptions } from "@tanstack/react-query";
import { readFirstCall, readSetUp, readSignInWays } from "./access.ts";

const LIVE_MS = 2_000;

export const signInWaysQuery = queryOptions({
  queryKey: ["sign-in-ways"],
  queryFn: ({ signal }) => readSignInWays(signal),
  staleTime: Infinity,
});

export const setUpQuery = queryOptions({
  queryKey: ["set-up"],
  queryFn: ({ signal }) => readSetUp(signal),
  // It closes with the connection, while the page still waits for the first call.
  staleTime: Infinity,
});

/** Until the first call has its ticket. */
export const firstCallQuery = queryOptions({
  queryKey: ["first-call"],
  queryFn: ({ signal }) => readFirstCall(signal),
  refetchInterval: ({ state }) => (state.data?.ticketId == null ? LIVE_MS : false),
});
