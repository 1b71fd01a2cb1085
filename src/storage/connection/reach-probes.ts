/** The questions of a command to the service at PUBLIC_URL. Only a service on the same database finds their answers. */
import { createHash } from "node:crypto";
import type { ReachProbes } from "../../domain/ports/reach.ts";
import type { Database } from "../db/database.ts";
import type { Sealer } from "./seal.ts";

/** How long the probe of a dead command stays. */
const KEPT_FOR = "10 minutes";
/** The format of `ids.secret`. Any other id costs no query. */
const ID = /^[\w-]{32}$/;

export function reachProbes(database: Database, sealer: Sealer): ReachProbes {
  const hashOf = (id: string) => createHash("sha256").update(id).digest("base64url");
  return {
    async ask(id, answer) {
      await database.query(
        `with forgotten as (delete from reach_probes where created_at < now() - interval '${KEPT_FOR}')
         insert into reach_probes (id_hash, sealed_answer, created_at) values ($1, $2, now())`,
        [hashOf(id), await sealer.seal(answer)],
      );
    },
    async find(id) {
      if (!ID.test(id)) return { kind: "unknown" };
      const [row] = await database.query<{ sealed: string }>(
        `select sealed_answer as sealed from reach_probes where id_hash = $1 and created_at > now() - interval '${KEPT_FOR}'`,
        [hashOf(id)],
      );
      if (!row) return { kind: "unknown" };
      return sealer.open(row.sealed).then(
        (answer) => ({ kind: "answer" as const, answer }),
        () => ({ kind: "another key" as const }),
      );
    },
    async forget(id) {
      await database.query(`delete from reach_probes where id_hash = $1`, [hashOf(id)]);
    },
  };
}
