// Controls of everything that is not a call: state, settings, companies, deliveries, faults, the request log.
import type { FastifyInstance } from "fastify";
import { addAppControls, addFaultControls } from "../../core/controls.ts";
import * as companies from "../companies.ts";
import { readNumber, readQuery } from "../api/query.ts";
import type { Exchange } from "../exchange.ts";
import { findCompany } from "../find.ts";
import * as inputs from "../inputs.ts";
import { addApp, listApps, oauthAppInput, type OauthAppInput } from "../oauth/apps.ts";
import { aircallSettingsSchema } from "../settings.ts";
import { dialect, readBody, readId } from "./read-body.ts";
import { summarizeMessage } from "./summarize-message.ts";
import { summarizeCall, summarizeDelivery } from "./summarize.ts";

const shownCalls = 50;
const shownMessages = 200;

export function routeDeskControls(app: FastifyInstance, exchange: Exchange, reset: () => void): void {
  app.get("/_sandbox/state", async () => describeState(exchange));
  app.post("/_sandbox/reset", async () => {
    reset();
    return describeState(exchange);
  });
  app.get("/_sandbox/settings", async () => exchange.settings);
  app.patch("/_sandbox/settings", async (request) => {
    return Object.assign(exchange.settings, readBody(aircallSettingsSchema.partial(), request));
  });
  app.get("/_sandbox/requests", async (request) => {
    return { requests: exchange.state.requests.slice(-(readNumber(readQuery(request), "limit") ?? 200)) };
  });
  const apps = { list: () => listApps(exchange), add: (input: OauthAppInput) => addApp(exchange, input) };
  addAppControls(app, apps, oauthAppInput, dialect);
  addFaultControls(app, exchange.faults, dialect);
  routeCompanies(app, exchange);
  routeDeliveries(app, exchange);
}

function routeCompanies(app: FastifyInstance, exchange: Exchange): void {
  app.post("/_sandbox/companies", async (request) => {
    return { company: companies.addCompany(exchange, readBody(inputs.companyInput, request)) };
  });
  app.post("/_sandbox/companies/:id/numbers", async (request) => {
    return { number: companies.addLine(exchange, readId(request), readBody(inputs.lineInput, request)) };
  });
  app.patch("/_sandbox/numbers/:id", async (request) => {
    return { number: companies.changeLine(exchange, readId(request), readBody(inputs.lineChangeInput, request)) };
  });
  app.post("/_sandbox/companies/:id/users", async (request) => {
    return { user: companies.addUser(exchange, readId(request), readBody(inputs.userInput, request)) };
  });
  app.post("/_sandbox/companies/:id/contacts", async (request) => {
    return { contact: companies.addContact(exchange, readId(request), readBody(inputs.contactInput, request)) };
  });
  app.post("/_sandbox/companies/:id/tags", async (request) => {
    return { tag: companies.addTag(exchange, readId(request), readBody(inputs.tagRecordInput, request)) };
  });
  app.post("/_sandbox/companies/:id/teams", async (request) => {
    return { team: companies.addTeam(exchange, readId(request), readBody(inputs.teamInput, request)) };
  });
  app.post("/_sandbox/companies/:id/install", async (request) => {
    return { integration: companies.installApp(exchange, readId(request), readBody(inputs.installInput, request)) };
  });
  app.post("/_sandbox/companies/:id/link", async (request) => {
    return { integration: companies.linkLines(exchange, readId(request), readBody(inputs.linkInput, request)) };
  });
  app.post("/_sandbox/companies/:id/uninstall", async (request) => {
    return {
      integration: await companies.uninstallApp(exchange, readId(request), readBody(inputs.uninstallInput, request)),
    };
  });
  app.post("/_sandbox/companies/:id/revoke", async (request) => {
    companies.revokeCredentials(exchange, readId(request), readBody(inputs.revokeInput, request));
    return { company: findCompany(exchange, readId(request)) };
  });
}

function routeDeliveries(app: FastifyInstance, exchange: Exchange): void {
  const { deliveries } = exchange;
  const show = (list: readonly Parameters<typeof summarizeDelivery>[0][]) => ({
    holding: deliveries.holding,
    toDrop: deliveries.toDrop,
    deliveries: list.map((delivery) => summarizeDelivery(delivery, true)),
  });
  app.get("/_sandbox/deliveries", async (request) => {
    return show(deliveries.log.slice(-(readNumber(readQuery(request), "limit") ?? 200)));
  });
  app.post("/_sandbox/deliveries/hold", async () => {
    deliveries.hold();
    return show([]);
  });
  app.post("/_sandbox/deliveries/release", async (request) => {
    const { order, duplicate } = readBody(inputs.releaseInput, request);
    return show(await deliveries.release(order, duplicate));
  });
  app.post("/_sandbox/deliveries/retry", async () => show(await deliveries.retry()));
  app.post("/_sandbox/deliveries/drop", async (request) => {
    deliveries.drop(readBody(inputs.dropInput, request).times);
    return show([]);
  });
  app.post("/_sandbox/deliveries/:id/redeliver", async (request) => {
    return show([await deliveries.redeliver(readId(request))]);
  });
}

function describeState(exchange: Exchange): Record<string, unknown> {
  const calls = exchange.state.calls.all().slice(-shownCalls).toReversed();
  return {
    url: exchange.url,
    settings: exchange.settings,
    holding: exchange.deliveries.holding,
    companies: exchange.state.companies,
    calls: calls.map((call) => summarizeCall(exchange, call)),
    messages: exchange.state.messages
      .all()
      .slice(-shownMessages)
      .map((one) => summarizeMessage(exchange, one)),
    messageConfigurations: Object.fromEntries(exchange.state.messageConfigurations),
  };
}
