/** Both simulators and a joined shop, for a service that is started from the command line. */
import { startSandbox } from "../sandbox/start.ts";
import { configFrom } from "../src/config.ts";
import { createLogger } from "../src/kit/logger.ts";
import { buildServices } from "../src/services.ts";
import { openShop, type Shop } from "../test/helpers/shop.ts";
import { freePort } from "../test/helpers/free-port.ts";

export interface Vendors {
  shop: Shop;
  /** The service's URL. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/** `database`: the variables that locate it. On return it contains the shop and is closed. */
export async function openVendors(database: Record<string, string>): Promise<Vendors> {
  const sandbox = await startSandbox({
    aircall: { settings: { speed: 0, lateNotesSeconds: 0, deliveryTimeoutMs: 60_000 } },
  });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    SANDBOX: "0",
    PORT: String(port),
    PUBLIC_URL: url,
    LOG_LEVEL: "silent",
    AIRCALL_API_URL: sandbox.aircall.url,
    GORGIAS_URL: `${sandbox.gorgias.url}/{account}`,
    MEDIA_HOSTS: new URL(sandbox.aircall.url).host,
    ...database,
  };
  const clock = { now: Date.now, advance: () => undefined };
  const services = await buildServices(configFrom(environment), { log: createLogger("silent") });
  const shop = await openShop({ sandbox, services, clock, url, settle: async () => undefined }, {});
  await services.close();
  return { shop, environment, close: () => sandbox.close() };
}
