/** Starts both simulators side by side and tells what joins them. */
import { seeded } from "./aircall/seed.ts";
import { startAircallSimulator, type AircallSimulator } from "./aircall/start.ts";
import { startGorgiasSimulator, type GorgiasSimulator } from "./gorgias/start.ts";

export interface Sandbox {
  aircall: AircallSimulator;
  gorgias: GorgiasSimulator;
  /** Credentials of the seeded company and account. */
  keys: { gorgias: { email: string; apiKey: string }; aircall: { apiId: string; apiToken: string } };
  /** Pages for people. */
  links: { phonePanel: string; helpDesk: string; marketplace: string; appStore: string };
  close(): Promise<void>;
}

export interface SandboxOptions {
  aircallPort?: number;
  gorgiasPort?: number;
  now?: () => number;
  /** The name of the seeded Gorgias account; default `acme`. */
  account?: string;
  aircall?: Parameters<typeof startAircallSimulator>[0];
  gorgias?: Parameters<typeof startGorgiasSimulator>[0];
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.now ? { now: options.now } : {};
  const { account = "acme" } = options;
  const gorgias = await startGorgiasSimulator({
    port: options.gorgiasPort ?? 0,
    account,
    ...clock,
    ...options.gorgias,
  });
  const aircall = await startAircallSimulator({ port: options.aircallPort ?? 0, ...clock, ...options.aircall });
  const { email, apiKey } = gorgias.desk.account(account);
  return {
    aircall,
    gorgias,
    keys: {
      gorgias: { email, apiKey },
      aircall: { apiId: seeded.apiId, apiToken: seeded.apiToken },
    },
    links: {
      phonePanel: `${aircall.url}/`,
      helpDesk: `${gorgias.url}/${account}/app`,
      marketplace: `${aircall.url}/marketplace`,
      appStore: `${gorgias.url}/${account}/app/store`,
    },
    async close() {
      await aircall.close();
      await gorgias.close();
    },
  };
}
