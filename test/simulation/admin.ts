/** The admin of a company whose app is installed in Gorgias by OAuth: takes it off, and installs it again. */
import { setTimeout as sleep } from "node:timers/promises";
import { plainBrowser } from "../helpers/plain-browser.ts";
import { APPS } from "../helpers/world.ts";
import type { World } from "./world.ts";

export interface Admin {
  /** Tries until the connection is active. */
  install(): Promise<void>;
  /** False where the app is not installed. */
  uninstall(): boolean;
}

/** What an admin does after a page that failed: waits for a while. */
const AGAIN_MS = 2 * 60_000;

export function openAdmin({ sandbox, database }: World, account: string): Admin {
  const { gorgias } = sandbox;
  const { oauth } = gorgias.desk.account(account);
  const isInstalled = () => oauth.grants.some(({ revokedAt }) => revokedAt === null);
  const isActive = async () => {
    const [row] = await database.query<{ status: string }>("select status from connections where account = $1", [
      account,
    ]);
    return row?.status === "active";
  };
  return {
    async install() {
      for (;;) {
        const store = `${gorgias.url}/${account}/app/store/connect?client_id=${APPS.gorgias.clientId}`;
        await plainBrowser()
          .open(store)
          .catch(() => undefined);
        if (isInstalled() && (await isActive())) return;
        await sleep(AGAIN_MS);
      }
    },
    uninstall: () => gorgias.desk.uninstall(account) > 0,
  };
}
