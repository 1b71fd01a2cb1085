/** Looks at a PostgreSQL server before anything relies on it: it lets us in, it can be written to, and sessions are kept. */
import pg from "pg";

/** As long as a person waits for a start that cannot come about. */
const CONNECT_MS = 10_000;
/** A pooler that hands out its connections in turn is caught by the second or third look. */
const LOOKS = 3;

/** Rejects with one line that names `DATABASE_URL`, what is wrong and what to do; never with the password. */
export async function checkServer(url: string): Promise<void> {
  const clients: pg.Client[] = [];
  try {
    for (let n = 0; n < 2; n += 1) clients.push(clientFor(url));
    const [first, second] = clients as [pg.Client, pg.Client];
    for (const client of clients) {
      // A connection that breaks is told of by what is asked next.
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
    // The words of this failure may hold the address, and that the password.
    throw new ServerError("it cannot be read as an address", "Write special characters of user and password as %XX");
  }
}

/** What is wrong with a server, and what to do. */
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

/** Each start brings the tables up to date; from PostgreSQL 15 on not everybody may make any. */
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
 * Two connections of ours must never be one session of the server. Behind a pooler that lends a session for a transaction
 * they are: LISTEN hears nothing and prepared statements are missing, now and then.
 */
async function refuseSharing(first: pg.Client, second: pg.Client): Promise<void> {
  const own = await sessionOf(first);
  // Sessions may be lent in turn, or the latest first.
  const once = await sessionOf(first);
  await second.query("begin");
  const others = await sessionOf(second);
  // Where the other holds the only session there is, this would never be answered.
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
/** Statement mode refuses the transaction. */
const NOT_KEPT = (): [string, string] => [POOLED, POOLED_REMEDY];

/** By the system's code, or PostgreSQL's. */
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

/** A host with several addresses fails with a list of errors, which has neither words nor a code of its own. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return wordsOf(error.errors[0]);
  return (error instanceof Error && error.message.split("\n")[0]) || codeOf(error) || "it failed";
}
