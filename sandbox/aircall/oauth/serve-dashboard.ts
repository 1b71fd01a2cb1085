// The dashboard's pages of apps: install, consent, linking numbers, uninstall; all plain forms (contract 1.3 to 1.6).
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { acceptForms, readForm, readNumberField, readQueryOf, sendFormPage } from "../../core/forms.ts";
import { decide } from "../../core/oauth.ts";
import { linkLines, uninstallApp } from "../companies.ts";
import type { Company, Integration } from "../entities.ts";
import type { Exchange } from "../exchange.ts";
import { findApp } from "./apps.ts";
import { approveTo, checkAuthorization, refuseTo } from "./authorization.ts";
import * as pages from "./dashboard-pages.ts";
import { readBack, readLogin, writeLoginCookie } from "./login.ts";

/** Register it inside an instance of its own: from here on only forms are read. */
export function serveDashboard(app: FastifyInstance, exchange: Exchange): void {
  acceptForms(app);
  app.get("/marketplace", async (request, reply) =>
    sendFormPage(reply, pages.renderMarketplace(exchange, readLogin(exchange, request))),
  );
  app.get("/marketplace/install", async (request, reply) => {
    const known = findApp(exchange, readQueryOf(request).get("client_id") ?? "");
    if (known === undefined) return sendProblem(reply, 404, "There is no such app in the marketplace.");
    // Told nothing of the company or the user (contract 1.4).
    return reply.redirect(known.installUri);
  });
  app.post("/login", async (request, reply) => {
    const form = readForm(request);
    const company = form.has("company") ? readLogin(exchange, request, form) : undefined;
    if (company === undefined) return sendProblem(reply, 400, "company names none that we know.");
    return reply.header("set-cookie", writeLoginCookie(company)).redirect(readBack(form), 303);
  });
  app.get("/oauth/authorize", async (request, reply) => serveAuthorization(exchange, request, reply));
  app.post("/oauth/authorize", async (request, reply) =>
    serveAuthorization(exchange, request, reply, readForm(request)),
  );
  app.get("/oauth/success", async (request, reply) => {
    const company = readLogin(exchange, request);
    if (company === undefined) return sendProblem(reply, 404, "There is no company.");
    const newest = company.integrations.findLast((one) => one.clientId !== null && !one.revoked);
    return sendFormPage(reply, pages.renderSuccess(company, newest));
  });
  serveIntegrations(app, exchange);
}

function serveIntegrations(app: FastifyInstance, exchange: Exchange): void {
  const findIn = (request: FastifyRequest): { company: Company; integration: Integration } | undefined => {
    const form = readForm(request);
    const company = readLogin(exchange, request, form);
    const id = readNumberField(form, "integration");
    const integration = company?.integrations.find((one) => one.id === id && !one.revoked);
    return company && integration && { company, integration };
  };
  const missing = "This company has no such app installed.";
  app.get("/integrations", async (request, reply) =>
    sendFormPage(reply, pages.renderIntegrations(exchange, readLogin(exchange, request))),
  );
  app.post("/integrations/link", async (request, reply) => {
    const found = findIn(request);
    if (found === undefined) return sendProblem(reply, 404, missing);
    const wanted = readForm(request).getAll("line");
    const lines = found.company.lines.map((line) => line.id).filter((id) => wanted.includes(String(id)));
    if (lines.length < new Set(wanted).size) return sendProblem(reply, 400, "line names none of this company's.");
    linkLines(exchange, found.company.id, { integration: found.integration.id, lines });
    return reply.redirect("/integrations", 303);
  });
  app.post("/integrations/uninstall", async (request, reply) => {
    const found = findIn(request);
    if (found === undefined) return sendProblem(reply, 404, missing);
    await uninstallApp(exchange, found.company.id, { integration: found.integration.id });
    return reply.redirect("/integrations", 303);
  });
}

/** `form` is what the consent page posted; undefined on the first visit. */
function serveAuthorization(
  exchange: Exchange,
  request: FastifyRequest,
  reply: FastifyReply,
  form?: URLSearchParams,
): FastifyReply {
  return decide(reply, checkAuthorization(exchange, form ?? readQueryOf(request)), {
    person: readLogin(exchange, request, form),
    wanted: form === undefined ? exchange.settings.consent : form.get("decision"),
    ask: (authorization, company) => sendFormPage(reply, pages.renderConsent(exchange, company, authorization)),
    approve(authorization, company) {
      // The page that ends the install is the one of the company that approved.
      reply.header("set-cookie", writeLoginCookie(company));
      return reply.redirect(approveTo(exchange, company, authorization));
    },
    deny: (authorization) => reply.redirect(refuseTo(authorization, "access_denied")),
    problem: (status, problem) => sendProblem(reply, status, problem),
  });
}

function sendProblem(reply: FastifyReply, status: number, problem: string): FastifyReply {
  return sendFormPage(reply.code(status), pages.renderProblem(problem));
}
