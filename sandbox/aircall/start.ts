// Starts the Aircall simulator: API, bucket, dashboard pages, controls and panel on one port of this machine.
import type { FastifyInstance } from "fastify";
import { Deliveries } from "../core/deliveries.ts";
import { createFaults, type Faults } from "../core/faults.ts";
import { createServer, listen, type Listening, type SimulatorOptions } from "../core/server.ts";
import { Timers } from "../core/timers.ts";
import { routeAccount } from "./api/account.ts";
import { routeCallWrites } from "./api/call-writes.ts";
import { routeCalls } from "./api/calls.ts";
import { routeContacts } from "./api/contacts.ts";
import { guardRequests, logApiRequests } from "./api/gate.ts";
import { routeInsightCards } from "./api/insight-cards.ts";
import { routeMessageSending } from "./api/message-sending.ts";
import { routeMessages } from "./api/messages.ts";
import { routeTags } from "./api/tags.ts";
import { routeWebhooks } from "./api/webhooks.ts";
import { answerErrors } from "./answer-errors.ts";
import { routeCallControls } from "./control/call-controls.ts";
import { routeMessageControls } from "./control/message-controls.ts";
import { routeDeskControls } from "./control/desk-controls.ts";
import { deliveryHeaders, type AircallDeliveries } from "./deliveries.ts";
import type { Exchange } from "./exchange.ts";
import { servePages } from "./panel/serve-pages.ts";
import { addApp, type OauthAppInput } from "./oauth/apps.ts";
import { routeToken } from "./oauth/route-token.ts";
import { serveDashboard } from "./oauth/serve-dashboard.ts";
import { createPhone, type Phone } from "./phone.ts";
import { seedAcme } from "./seed.ts";
import { serveMedia } from "./serve-media.ts";
import { defaultAircallSettings, type AircallSettings } from "./settings.ts";
import { clearState, createState } from "./state.ts";

export interface AircallSimulator extends Listening {
  phone: Phone;
  faults: Faults;
}

export type AircallSimulatorOptions = SimulatorOptions<AircallSettings, OauthAppInput>;

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

export async function startAircallSimulator(options: AircallSimulatorOptions = {}): Promise<AircallSimulator> {
  const { now = Date.now, random = Math.random, seed = true, apps = [] } = options;
  const initial: AircallSettings = { ...defaultAircallSettings, ...options.settings };
  const settings = { ...initial };
  const timers = new Timers(() => settings.speed);
  const deliveries: AircallDeliveries = new Deliveries({ settings, timers, now, random, headers: deliveryHeaders });
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
  const server = await listen(app, options);
  exchange.url = server.url;
  return {
    ...server,
    phone: createPhone(exchange, reset),
    faults,
    close: async () => {
      timers.clear();
      deliveries.reset();
      await server.close();
    },
  };
}

function buildServer(exchange: Exchange, reset: () => void): FastifyInstance {
  const app = createServer();
  answerErrors(app);
  routeCallControls(app, exchange);
  routeMessageControls(app, exchange);
  routeDeskControls(app, exchange, reset);
  servePages(app, exchange);
  app.register(async (dashboard) => serveDashboard(dashboard, exchange));
  app.register(async (vendor) => {
    const entryOf = logApiRequests(vendor, exchange);
    vendor.register(exchange.faults.plugin);
    serveMedia(vendor, exchange);
    routeToken(vendor, exchange);
    vendor.register(async (api) => {
      guardRequests(api, exchange, entryOf);
      for (const route of apiParts) route(api, exchange);
    });
  });
  return app;
}
