/** Shows the page to a signed-in user, and the sign-in page to all others, at every address. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, type ReactNode } from "react";
import type { Session } from "../../src/http/api/schemas.ts";
import { LAST_ACCOUNT, sessionQuery } from "../api/queries.ts";
import { SignInPage } from "../pages/sign-in-page.tsx";
import { ErrorAlert } from "../parts/error-alert.tsx";
import { Loading } from "../parts/loading.tsx";

/** The account that was disconnected a moment ago. */
export const DISCONNECTED = ["disconnected"];

const SessionContext = createContext<Session | null>(null);

export function SessionGate({ children }: { children: ReactNode }) {
  const session = useQuery(sessionQuery);
  const queries = useQueryClient();
  const account = session.data?.account;
  // Signing out removes it. If it is still there without a session, the session has ended.
  useEffect(() => {
    if (account !== undefined) queries.setQueryData(LAST_ACCOUNT, account);
  }, [account, queries]);
  if (session.data) return <SessionContext value={session.data}>{children}</SessionContext>;
  if (session.data === null) {
    const disconnected = queries.getQueryData<string>(DISCONNECTED) ?? null;
    const ended = disconnected ?? queries.getQueryData<string>(LAST_ACCOUNT) ?? null;
    return <SignInPage endedFor={ended} isDisconnected={disconnected !== null} />;
  }
  return (
    <main className="alone">
      {session.isError ? (
        <ErrorAlert error={session.error} onRetry={() => void session.refetch()} />
      ) : (
        <Loading rows={4} />
      )}
    </main>
  );
}

/** Throws above the gate. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error("useSession is called above the session gate");
  return session;
}
