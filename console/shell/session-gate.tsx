/** Shows the page to a signed-in user, and the sign-in page to everybody else, at every address. */
import { useQuery } from "@tanstack/react-query";
import { createContext, use, type ReactNode } from "react";
import type { Session } from "../../src/http/api/schemas.ts";
import { sessionQuery } from "../api/queries.ts";
import { SignInPage } from "../pages/sign-in-page.tsx";
import { ErrorAlert } from "../parts/error-alert.tsx";
import { Loading } from "../parts/loading.tsx";

const SessionContext = createContext<Session | null>(null);

export function SessionGate({ children }: { children: ReactNode }) {
  const session = useQuery(sessionQuery);
  if (session.data) return <SessionContext value={session.data}>{children}</SessionContext>;
  if (session.data === null) return <SignInPage />;
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
