/** Runs the service's web process, complete or without storing, to measure that part. Ends with its standard input. */
import { deliveryReader } from "../src/aircall/deliveries.ts";
import { configFrom } from "../src/config.ts";
import type { Inbox } from "../src/domain/ports/stores.ts";
import { createServer } from "../src/http/server.ts";
import { createLogger } from "../src/kit/logger.ts";
import { startService } from "../src/run/start-service.ts";
import { buildServices, type Services } from "../src/services.ts";
import { receiveDeliveries } from "../src/sync/receive-delivery.ts";
import { readTask, serveUntilClosed } from "./processes.ts";

export interface ServerTask {
  environment: Record<string, string>;
  stores: "nothing" | "all";
}

const { environment, stores } = readTask<ServerTask>();
const config = configFrom({ ...environment, ROLE: "web" });
const overrides = { log: createLogger("silent"), maintainOnDemand: true };
if (stores === "all") await startService(config, overrides);
else await serve(await buildServices(config, overrides));
await serveUntilClosed("ready");
process.exit(0);

async function serve(services: Services): Promise<void> {
  const { connections, clock, metrics } = services;
  const inbox: Inbox = { put: async () => "new" };
  const server = createServer({
    receive: receiveDeliveries({ connections, reader: deliveryReader, inbox, clock, meter: metrics.meter }),
    ready: async () => undefined,
    metrics: { metrics, token: null },
    links: null,
    install: { ...services.installing, clock },
    api: services.admin,
    consoleDir: "nowhere",
    publicUrl: config.publicUrl,
    onError: () => undefined,
  });
  await server.listen({ port: config.port, host: "127.0.0.1" });
}
