/** Credentials as they are kept: sealed, one for each vendor. */
import { z } from "zod";
import type { Credential } from "../domain/connection.ts";
import type { Sql } from "./database.ts";
import type { Sealer } from "./seal.ts";

const credentialSchema: z.ZodType<Credential> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("basic"), user: z.string(), password: z.string() }),
  z.object({
    kind: z.literal("bearer"),
    accessToken: z.string(),
    refreshToken: z.string().nullable(),
    expiresAt: z.number().nullable(),
    obtainedAt: z.number(),
  }),
]);

export async function readCredential(
  sql: Sql,
  sealer: Sealer,
  connectionId: string,
  vendor: string,
): Promise<{ account: string; credential: Credential }> {
  const [row] = await sql.keyed<{ account: string; sealed: string }>(
    `select account, sealed from connections join credentials on connection_id = id where id = $1 and vendor = $2`,
    [connectionId, vendor],
  );
  if (!row) throw new Error(`Connection ${connectionId} has no ${vendor} credential. It must be installed again.`);
  return { account: row.account, credential: await openCredential(sealer, row.sealed) };
}

/** Of `credentials.sealed`. */
export async function openCredential(sealer: Sealer, sealed: string): Promise<Credential> {
  return credentialSchema.parse(JSON.parse(await sealer.open(sealed)));
}

/** The right to refresh the one before ends with it. */
export async function keepCredential(
  sql: Sql,
  sealer: Sealer,
  connectionId: string,
  vendor: string,
  credential: Credential,
): Promise<void> {
  await sql.query(
    `insert into credentials (connection_id, vendor, sealed) values ($1, $2, $3)
     on conflict (connection_id, vendor) do update set sealed = excluded.sealed, refreshing_until = null`,
    [connectionId, vendor, await sealer.seal(JSON.stringify(credential))],
  );
}
