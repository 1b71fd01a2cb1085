/** Stored credentials: sealed, one for each vendor. */
import { z } from "zod";
import type {
  Credential,
  CredentialProblem,
  StoredCredential,
  RenewalTrouble,
} from "../../domain/connection/connection.ts";
import type { Sql } from "../db/database.ts";
import type { Sealer } from "./seal.ts";

const credentialSchema: z.ZodType<Credential> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("basic"), user: z.string(), password: z.string() }),
  z.object({
    kind: z.literal("bearer"),
    accessToken: z.string(),
    refreshToken: z.string().nullable(),
    expiresAt: z.number().nullable(),
    obtainedAt: z.number(),
    refusals: z.number().optional(),
  }),
]);

interface Row {
  account: string;
  sealed: string;
  problem: CredentialProblem["kind"] | null;
  why: RenewalTrouble | null;
  since: Date | null;
}

export async function readCredential(
  sql: Sql,
  sealer: Sealer,
  connectionId: string,
  vendor: string,
): Promise<StoredCredential> {
  const [row] = await sql.keyed<Row & Record<string, unknown>>(
    `select account, sealed, problem, problem_why as why, problem_since as since
     from connections join credentials on connection_id = id where id = $1 and vendor = $2`,
    [connectionId, vendor],
  );
  if (!row) throw new Error(`Connection ${connectionId} has no ${vendor} credential. It must be installed again.`);
  const { account, sealed, problem: kind, why, since } = row;
  const problem = kind && { kind, why, since: since?.getTime() ?? 0 };
  return { account, credential: await openCredential(sealer, sealed), problem };
}

/** `sealed` is the column `credentials.sealed`. */
export async function openCredential(sealer: Sealer, sealed: string): Promise<Credential> {
  return credentialSchema.parse(JSON.parse(await sealer.open(sealed)));
}

/** Replaces the credential. The refresh claim and the problem of the old one end with it. */
export async function keepCredential(
  sql: Sql,
  sealer: Sealer,
  connectionId: string,
  vendor: string,
  credential: Credential,
): Promise<void> {
  await sql.query(
    `insert into credentials (connection_id, vendor, sealed) values ($1, $2, $3)
     on conflict (connection_id, vendor) do update set sealed = excluded.sealed, refreshing_until = null,
       refresh_failures = 0, problem = null, problem_why = null, problem_since = null`,
    [connectionId, vendor, await sealer.seal(JSON.stringify(credential))],
  );
}
