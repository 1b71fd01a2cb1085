/**
 * Checks a PostgreSQL server before anything relies on it: access, write permission, and one session for each
 * connection.
 */
import pg from "pg";

/** How long the start waits for a server that does not answer. */
const CONNECT_MS = 10_000;
/** Checks for a shared session. A pooler that rotates its sessions shows by the second or third. */
const LOOKS = 3;

/**
 * Rejects with one line that names `DATABASE_URL`, the problem and the remedy. The line never contains the password.
 */
export async function checkServer(url: string): Promise<void> {
  const clients: pg.Client[] = [];
  try {
    for (let n = 0; n < 2; n += 1) clients.push(clientFor(url));
    const [first, second] = clients as [pg.Client, pg.Client];
    for (const client of clients) {
      // When a connection breaks, the next query reports it.
      client.on("error", () => undefined);
      await client.connect();
    }
    await refuseReadOnly(first);
    await refuseWithoutRights(first);
    for (let look = 0; look < LOOKS; look += 1) await refuseSharing(first, second);
  } catch (error) {
    throw serverError(error, clients[0]);
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
}

function clientFor(connectionString: string): pg.Client {
  try {
    return new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS, query_timeout: CONNECT_MS });
  } catch {
    // The message of this error may contain the address, which contains the password.
    throw new ServerError("it cannot be read as an address", "Write special characters of user and password as %XX");
  }
}

/** A problem of the server, and its remedy. */
class ServerError extends Error {
  readonly remedy: string;
  constructor(what: string, remedy: string) {
    super(what);
    this.remedy = remedy;
  }
}

async function refuseReadOnly(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ only: string }>("select current_setting('transaction_read_only') as only");
  if (rows[0]?.only === "on") throw new ServerError("it can only be read", "Point it to the primary, not to a standby");
}

/** Each start migrates the tables. Since PostgreSQL 15, a user needs a grant to create any. */
async function refuseWithoutRights(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ schema: string | null; may: boolean }>(
    `select current_schema() as schema, coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) as may`,
  );
  const { schema = null, may = false } = rows[0] ?? {};
  if (may) return;
  throw new ServerError(
    `the user ${client.user} may not make tables in the schema ${schema ?? "public"}`,
    `Allow it: grant create on schema ${schema ?? "public"} to ${client.user}`,
  );
}

/**
 * Two connections must never share one server session. They do behind a pooler that lends a session for each
 * transaction. There, LISTEN receives nothing, and prepared statements are missing now and then.
 */
async function refuseSharing(first: pg.Client, second: pg.Client): Promise<void> {
  const own = await sessionOf(first);
  // A pooler may lend its sessions in rotation, or the latest first.
  const once = await sessionOf(first);
  await second.query("begin");
  const others = await sessionOf(second);
  // If `second` holds the only session, this query would never be answered.
  const again = own === others ? null : await sessionOf(first);
  await second.query("commit");
  if (own !== once || own !== again) throw new ServerError(POOLED, POOLED_REMEDY);
}

const POOLED =
  "a pooler before the server shares sessions between connections (PgBouncer in transaction or statement mode)";
const POOLED_REMEDY = "Set pool_mode = session for this database, or connect to PostgreSQL directly";

async function sessionOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid;
}

function serverError(error: unknown, client: pg.Client | undefined): Error {
  const [what, remedy] = explain(error, client);
  return new Error(`DATABASE_URL: ${what}. ${remedy}. Example: DATABASE_URL=postgres://user:password@host:5432/name`);
}

function explain(error: unknown, client: pg.Client | undefined): [what: string, remedy: string] {
  if (error instanceof ServerError) return [error.message, error.remedy];
  const code = codeOf(error);
  const at = `${client?.host}:${client?.port}`;
  const known = REASONS[code]?.({ at, host: client?.host, user: client?.user, database: client?.database });
  if (!known) return [`${at} cannot be used: ${wordsOf(error)}`, "See that PostgreSQL answers there"];
  return [`${known[0]} (${code})`, known[1]];
}

interface Where {
  at: string;
  host: string | undefined;
  user: string | undefined;
  database: string | undefined;
}

const NOT_FOUND = ({ host }: Where): [string, string] => [
  `the host ${host} cannot be found`,
  "Correct it, or mend the name service",
];
const NOT_LET_IN = ({ at, user }: Where): [string, string] => [
  `PostgreSQL at ${at} refuses the user ${user} or the password`,
  "Correct them",
];
/** A pooler in statement mode rejects the transaction. */
const NOT_KEPT = (): [string, string] => [POOLED, POOLED_REMEDY];

/** By error code: the operating system's, or PostgreSQL's SQLSTATE. */
const REASONS: Record<string, (where: Where) => [what: string, remedy: string]> = {
  ECONNREFUSED: ({ at }) => [`nothing listens at ${at}`, "Start PostgreSQL there, or correct host and port"],
  ENOTFOUND: NOT_FOUND,
  EAI_AGAIN: NOT_FOUND,
  "28P01": NOT_LET_IN,
  "28000": NOT_LET_IN,
  "3D000": ({ at, database }) => [`PostgreSQL at ${at} has no database ${database}`, "Create it, or correct the name"],
  "53300": ({ at }) => [`PostgreSQL at ${at} has no connection left`, "Raise max_connections, see docs/operating.md"],
  "57P03": ({ at }) => [`PostgreSQL at ${at} is starting or stopping`, "Start again once it is ready"],
  "0A000": NOT_KEPT,
  "08P01": NOT_KEPT,
};

/** A host with several addresses fails with a list of errors. That list has neither a message nor a code. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return wordsOf(error.errors[0]);
  return (error instanceof Error && error.message.split("\n")[0]) || codeOf(error) || "it failed";
}
