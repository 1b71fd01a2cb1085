// Starts the Gorgias simulator: a stateful stand-in for the help desk's API, on a real socket.
import multipart from "@fastify/multipart";
import { createFaults, type Faults } from "../core/faults.ts";
import { acceptForms } from "../core/forms.ts";
import { createServer, listen, readJson, type Listening, type SimulatorOptions } from "../core/server.ts";
import { addApi, addRequestLog, sendUnknownAccount } from "./api-plugin.ts";
import { addControlRoutes } from "./control-routes.ts";
import { createDesk, type Desk } from "./desk.ts";
import type { AppInput } from "./oauth/apps.ts";
import { addConsentRoutes } from "./oauth/consent-routes.ts";
import { addTokenRoutes } from "./oauth/token-routes.ts";
import { addPages } from "./pages.ts";
import type { GorgiasSettings } from "./settings.ts";

export interface GorgiasSimulator extends Listening {
  desk: Desk;
  faults: Faults;
}

export interface GorgiasSimulatorOptions extends SimulatorOptions<GorgiasSettings, AppInput> {
  /** The name of the seeded account. Default `acme`. */
  account?: string;
}

/** JSON bodies are small next to files, but 500 messages with transcripts are not. */
const jsonLimitBytes = 25 * 1024 * 1024;

export async function startGorgiasSimulator(options: GorgiasSimulatorOptions = {}): Promise<GorgiasSimulator> {
  const { now = Date.now, random = Math.random, settings = {}, seed = true, apps } = options;
  const { account = "acme" } = options;
  const faults = createFaults(random);
  const app = createServer({ bodyLimit: jsonLimitBytes, routerOptions: { ignoreTrailingSlash: true } });
  await app.register(multipart);
  // Text and other kinds are refused.
  app.removeContentTypeParser(["application/json", "text/plain"]);
  readJson(app, "application/json", () => Object.assign(new Error("The body is no JSON."), { statusCode: 400 }));
  // Accounts name the address in links; it is known once the server listens.
  let url = "";
  const desk = createDesk({ now, origin: () => url, settings, seed, account, apps });
  const findAccount = (name: string) => desk.find(name);
  addRequestLog(app, findAccount, faults);
  await app.register(faults.plugin);
  await app.register(async (api) => addApi(api, findAccount), { prefix: "/:account/api" });
  await app.register(async (control) => addControlRoutes(control, desk, faults), { prefix: "/_sandbox" });
  await app.register(async (pages) => addPages(pages, desk));
  await app.register(async (forms) => {
    acceptForms(forms);
    addConsentRoutes(forms, desk);
    await forms.register(async (tokens) => addTokenRoutes(tokens, desk));
  });
  app.setNotFoundHandler((_request, reply) => sendUnknownAccount(reply));
  const server = await listen(app, options);
  url = server.url;
  return { ...server, desk, faults };
}
