// Starts the little Aircall: API, bucket, dashboard pages, controls and panel on one port of this machine.
import Fastify, { type FastifyInstance } from "fastify";
import type * as z from "zod";
import { createFaults, type Faults } from "../faults.ts";
import { routeAccount } from "./api/account.ts";
import { routeCallWrites } from "./api/call-writes.ts";
import { routeCalls } from "./api/calls.ts";
import { routeContacts } from "./api/contacts.ts";
import { guardRequests, logRequests } from "./api/gate.ts";
import { routeInsightCards } from "./api/insight-cards.ts";
import { routeMessageSending } from "./api/message-sending.ts";
import { routeMessages } from "./api/messages.ts";
import { routeTags } from "./api/tags.ts";
import { routeWebhooks } from "./api/webhooks.ts";
import { answerErrors } from "./answer-errors.ts";
import { routeCallControls } from "./control/call-controls.ts";
import { routeMessageControls } from "./control/message-controls.ts";
import { routeDeskControls } from "./control/desk-controls.ts";
import { DeliveryDesk } from "./delivery-desk.ts";
import type { Exchange } from "./exchange.ts";
import { servePages } from "./panel/serve-pages.ts";
import { addApp, type oauthAppInput } from "./oauth/apps.ts";
import { routeToken } from "./oauth/route-token.ts";
import { serveDashboard } from "./oauth/serve-dashboard.ts";
import { createPhone, type Phone } from "./phone.ts";
import { seedAcme } from "./seed.ts";
import { serveMedia } from "./serve-media.ts";
import { defaultAircallSettings, type AircallSettings } from "./settings.ts";
import { clearState, createState } from "./state.ts";
import { Timers } from "./timers.ts";

export interface LittleAircall {
  url: string;
  port: number;
  phone: Phone;
  faults: Faults;
  close(): Promise<void>;
}

export interface LittleAircallOptions {
  /** 0 takes any free port. */
  port?: number;
  /** Epoch milliseconds. */
  now?: () => number;
  random?: () => number;
  settings?: Partial<AircallSettings>;
  /** False starts without the company "Acme". */
  seed?: boolean;
  /** Apps that can be installed from the start; more come with `phone.apps.add`. */
  apps?: readonly z.input<typeof oauthAppInput>[];
}

/** Every part of the API; a new resource is a new file and a line here. */
const apiParts = [
  routeAccount,
  routeContacts,
  routeTags,
  routeCalls,
  routeCallWrites,
  routeInsightCards,
  routeMessages,
  routeMessageSending,
  routeWebhooks,
];

export async function startLittleAircall(options: LittleAircallOptions = {}): Promise<LittleAircall> {
  const { now = Date.now, random = Math.random, seed = true, apps = [] } = options;
  const initial: AircallSettings = { ...defaultAircallSettings, ...options.settings };
  const settings = { ...initial };
  const timers = new Timers(() => settings.speed);
  const deliveries = new DeliveryDesk({ settings, timers, now, random });
  const faults = createFaults(random);
  const exchange: Exchange = { url: "", state: createState(), settings, timers, deliveries, faults, now, random };
  const reset = (): void => {
    clearState(exchange.state);
    timers.clear();
    deliveries.reset();
    faults.clear();
    Object.assign(settings, initial);
    if (seed) seedAcme(exchange);
    for (const app of apps) addApp(exchange, app);
  };
  reset();
  const app = buildServer(exchange, reset);
  exchange.url = await app.listen({ host: "127.0.0.1", port: options.port ?? 0 });
  return {
    url: exchange.url,
    port: Number(new URL(exchange.url).port),
    phone: createPhone(exchange, reset),
    faults,
    close: async () => {
      timers.clear();
      deliveries.reset();
      await app.close();
    },
  };
}

function buildServer(exchange: Exchange, reset: () => void): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
  answerErrors(app);
  routeCallControls(app, exchange);
  routeMessageControls(app, exchange);
  routeDeskControls(app, exchange, reset);
  servePages(app, exchange);
  app.register(async (dashboard) => serveDashboard(dashboard, exchange));
  app.register(async (vendor) => {
    logRequests(vendor, exchange);
    vendor.register(exchange.faults.plugin);
    serveMedia(vendor, exchange);
    routeToken(vendor, exchange);
    vendor.register(async (api) => {
      guardRequests(api, exchange);
      for (const route of apiParts) route(api, exchange);
    });
  });
  return app;
}
