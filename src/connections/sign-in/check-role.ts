/** Checks that a session's user is still a Gorgias admin, every 15 minutes and before every change (N2). */
import { isAdmin, type HelpDeskUser } from "../../domain/customer/people.ts";
import type { OpenHelpDesk } from "../../domain/ports/help-desk.ts";
import type { SessionStore, SignedIn } from "../../domain/ports/oauth.ts";
import type { HelpDeskCache } from "../../domain/ports/help-desk-cache.ts";
import { boundedMap } from "../../kit/bounded-map.ts";
import type { Clock } from "../../kit/clock.ts";
import { RequestError } from "../../kit/request-error.ts";

export interface RoleDeps {
  sessions: SessionStore;
  helpDesks: OpenHelpDesk;
  memory: Pick<HelpDeskCache, "users">;
  clock: Clock;
}

export interface RoleChecks {
  /** False if the session has ended because the user is no longer an admin. */
  mayRead(session: SignedIn): Promise<boolean>;
  /** `unknown`: Gorgias does not answer, and its last answer is too old. */
  mayChange(session: SignedIn): Promise<"yes" | "no" | "unknown">;
}

/** Validity of an answer from Gorgias. */
const CONFIRMED_MS = 15 * 60_000;
/** Pause before the next request for the same session while Gorgias does not answer. */
const PAUSE_MS = 60_000;
const MOST_PAUSED = 1_000;

/** The operator, who signed in with a link from the server, may read and change the database anyway. */
export function roleChecks(deps: RoleDeps): RoleChecks {
  const pausedUntil = boundedMap<string, number>(MOST_PAUSED);
  const isConfirmed = ({ confirmedAt = 0 }: SignedIn) => deps.clock() - confirmedAt < CONFIRMED_MS;
  return {
    async mayRead(session) {
      if (session.openedBy === "link") return true;
      if (isConfirmed(session)) return true;
      const { id } = session.user;
      // The session has no user id: an earlier version opened it. The user has to sign in again.
      if (id == null) return end(deps, session);
      const users = await deps.memory.users(session.connectionId);
      if (users && deps.clock() - users.learnedAt < CONFIRMED_MS) {
        return judge(deps, session, users.users.find((user) => user.id === id) ?? null, users.learnedAt);
      }
      if ((pausedUntil.get(session.sessionId) ?? 0) > deps.clock()) return true;
      const user = await readUser(deps, session, id);
      if (user !== "unknown") return judge(deps, session, user, deps.clock());
      // Reading stays allowed. An outage of Gorgias must not lock admins out of the pages that explain it.
      pausedUntil.set(session.sessionId, deps.clock() + PAUSE_MS);
      return true;
    },
    async mayChange(session) {
      if (session.openedBy === "link") return "yes";
      const { id } = session.user;
      const user = id == null ? "unknown" : await readUser(deps, session, id);
      if (user !== "unknown") return (await judge(deps, session, user, deps.clock())) ? "yes" : "no";
      if (isConfirmed(session)) return "yes";
      return id == null ? "no" : "unknown";
    },
  };
}

/** Null: the user does not exist, or the authorisation is gone and only a new sign-in restores it. */
async function readUser(deps: RoleDeps, session: SignedIn, id: number): Promise<HelpDeskUser | null | "unknown"> {
  const { connectionId, account } = session;
  const read = () => deps.helpDesks({ id: connectionId, account }, "live call").user(id);
  try {
    // The next request refreshes a token that Gorgias rejected early.
    return await retryOnce(read);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return error.status === 401 && error.fate === "refused" ? null : "unknown";
  }
}

async function retryOnce<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 401 || error.fate !== "later") throw error;
    return read();
  }
}

async function judge(deps: RoleDeps, session: SignedIn, user: HelpDeskUser | null, at: number): Promise<boolean> {
  if (!user || !isAdmin(user)) return end(deps, session);
  await deps.sessions.confirm(session.sessionId, at);
  return true;
}

async function end({ sessions }: RoleDeps, { sessionId, connectionId, user }: SignedIn): Promise<false> {
  await sessions.end(sessionId);
  if (user.id != null) await sessions.endOf(connectionId, user.id);
  return false;
}
