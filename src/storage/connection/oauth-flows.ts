/** OAuth flows under way. The same browser must begin and end a flow. A flow is used up whatever its end. */
import type { OauthFlow, OauthFlows } from "../../domain/ports/oauth.ts";
import { hashToken } from "./connections.ts";
import type { Database } from "../db/database.ts";

/** Long enough to read a consent page. */
const ROUND_MS = 15 * 60_000;

interface Row {
  vendor: OauthFlow["vendor"];
  account: string;
  connectionId: string | null;
  next: string;
  events: boolean;
  browser_hash: string;
  created_at: Date;
}

export function oauthFlows(database: Database): OauthFlows {
  return {
    async begin({ vendor, account, connectionId, next, events }, { state, browser }, now) {
      await database.query(`delete from oauth_flows where created_at < $1`, [new Date(now - ROUND_MS)]);
      await database.query(
        `insert into oauth_flows (state_hash, vendor, account, connection_id, browser_hash, next, created_at, events)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [hashToken(state), vendor, account, connectionId, hashToken(browser), next, new Date(now), events],
      );
    },
    async take(vendor, { state, browser }, now) {
      const [row] = await database.query<Row>(
        `delete from oauth_flows where state_hash = $1
         returning vendor, account, connection_id as "connectionId", next, events, browser_hash, created_at`,
        [hashToken(state)],
      );
      if (!row || row.vendor !== vendor || row.browser_hash !== hashToken(browser)) return null;
      if (row.created_at.getTime() < now - ROUND_MS) return null;
      return { vendor, account: row.account, connectionId: row.connectionId, next: row.next, events: row.events };
    },
  };
}
