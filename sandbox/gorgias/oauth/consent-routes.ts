// The pages of an install: store, log-in and consent, all plain forms (contract 2.2, 2.4).
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { addQuery, readForm, readQueryOf, sendFormPage } from "../../core/forms.ts";
import { decide } from "../../core/oauth.ts";
import type { Account } from "../account.ts";
import { sendUnknownAccount } from "../api-plugin.ts";
import type { Desk } from "../desk.ts";
import type { User } from "../model.ts";
import { fillAppUrl } from "./apps.ts";
import { type AuthorizationRequest, checkAuthorization, refuseTo } from "./authorization-request.ts";
import { renderConsent, renderLoginPage, renderProblem, renderStore } from "./consent-pages.ts";
import { makeCode, uninstall } from "./grants.ts";
import { isAdmin, readBack, readLogin, writeLoginCookie } from "./login.ts";

type Serve = (account: Account, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

interface AccountPath {
  Params: { account: string };
}

export function addConsentRoutes(app: FastifyInstance, desk: Desk): void {
  const serve = (method: "GET" | "POST", path: string, act: Serve) =>
    app.route<AccountPath>({
      method,
      url: `/:account${path}`,
      handler: (request, reply) => {
        const account = desk.find(request.params.account);
        return account === undefined ? sendUnknownAccount(reply) : act(account, request, reply);
      },
    });
  serve("GET", "/app/store", (account, request, reply) =>
    sendFormPage(reply, renderStore(account, desk.apps.list(), readLogin(account, request))),
  );
  serve("GET", "/app/store/connect", (account, request, reply) => {
    const known = desk.apps.find(readQueryOf(request).get("client_id") ?? "");
    if (known === undefined) return sendProblem(reply, account, 404, "There is no such app in the store.");
    return reply.redirect(fillAppUrl(known, account.name));
  });
  serve("POST", "/app/store/uninstall", (account, request, reply) => {
    const clientId = readForm(request).get("client_id");
    if (clientId === null) return sendProblem(reply, account, 400, "client_id is missing.");
    uninstall(account, clientId);
    return reply.redirect(`/${account.name}/app/store`, 303);
  });
  serve("GET", "/app/login", (account, request, reply) =>
    sendFormPage(reply, renderLoginPage(account, readLogin(account, request), readBack(account, readQueryOf(request)))),
  );
  serve("POST", "/app/login", (account, request, reply) => {
    const form = readForm(request);
    const user = form.has("user") ? readLogin(account, request, form) : undefined;
    if (user === undefined) return sendProblem(reply, account, 400, "user names no user who can log in.");
    return reply.header("set-cookie", writeLoginCookie(account, user)).redirect(readBack(account, form), 303);
  });
  serve("GET", "/oauth/authorize", (account, request, reply) =>
    serveAuthorization(desk, account, { request, reply, params: readQueryOf(request), form: undefined }),
  );
  serve("POST", "/oauth/authorize", (account, request, reply) => {
    const form = readForm(request);
    return serveAuthorization(desk, account, { request, reply, params: form, form });
  });
}

interface Visit {
  request: FastifyRequest;
  reply: FastifyReply;
  params: URLSearchParams;
  /** What the consent page posted; undefined on the first visit. */
  form: URLSearchParams | undefined;
}

function serveAuthorization(desk: Desk, account: Account, { request, reply, params, form }: Visit): FastifyReply {
  return decide(reply, checkAuthorization(desk.apps, params), {
    person: readLogin(account, request, form),
    wanted: form === undefined ? account.settings.consent : form.get("decision"),
    ask: (asked, user) => sendFormPage(reply, renderConsent(account, user, asked)),
    approve: (asked, user) => approve(account, user, { request: asked, reply }),
    deny: (asked) => deny(asked, reply),
    problem: (status, problem) => sendProblem(reply, account, status, problem),
  });
}

interface Decided {
  request: AuthorizationRequest;
  reply: FastifyReply;
}

function approve(account: Account, user: User, { request, reply }: Decided): FastifyReply {
  if (account.settings.consentRole === "admin" && !isAdmin(user))
    return sendProblem(reply, account, 403, "Only an admin of this account can connect an app.");
  const code = makeCode(account, user, request);
  return reply.redirect(addQuery(request.redirectUri, { code, state: request.state }));
}

/** Assumed: what RFC 6749 says (contract 2.2). */
function deny({ redirectUri, state }: AuthorizationRequest, reply: FastifyReply): FastifyReply {
  const problem = { error: "access_denied", error_description: "The user did not approve." };
  return reply.redirect(refuseTo(redirectUri, state, problem));
}

function sendProblem(reply: FastifyReply, account: Account, status: number, problem: string): FastifyReply {
  return sendFormPage(reply.code(status), renderProblem(account, problem));
}
