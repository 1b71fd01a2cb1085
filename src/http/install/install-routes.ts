/**
 * The install endpoints (N1): from Gorgias, from Aircall and from our own page, with both OAuth flows. All are rate
 * limited.
 */
import rateLimit from "@fastify/rate-limit";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import type { Callback } from "../../connections/sign-in/gorgias-oauth.ts";
import type { InstallError } from "../../connections/sign-in/install-error.ts";
import type { ReachProbes } from "../../domain/ports/reach.ts";
import type { SignedIn } from "../../domain/ports/oauth.ts";
import type { Cookies } from "./cookies.ts";
import { languageOf, renderPlainPage, type PageLanguage } from "../plain-page.ts";
import { sendInstallError } from "./error-page.ts";
import { readReturnPath } from "./return-path.ts";
import { showReach } from "./show-reach.ts";

type Go = { kind: "go"; url: string; browser: string };

export interface InstallDeps {
  /** Answers a command that checks whether PUBLIC_URL leads to this service. */
  probes: Pick<ReachProbes, "find">;
  cookies: Cookies;
  findSession(request: FastifyRequest): Promise<SignedIn | null>;
  mayChange(request: FastifyRequest): Promise<"yes" | "no" | "unknown">;
  /** Allowed requests per address and minute. */
  floodLimit?: number;
  /** Null if no OAuth apps are configured. */
  flows: {
    startGorgias(asked: { account: string; next: string; events: boolean }): Promise<Go | InstallError>;
    finishGorgias(callback: Callback): Promise<{ kind: "signed in"; session: SignedIn; next: string } | InstallError>;
    startAircall(signedIn: SignedIn): Promise<Go>;
    finishAircall(signedIn: SignedIn, callback: Callback): Promise<{ kind: "joined"; next: string } | InstallError>;
  } | null;
}

interface InstallQuery {
  account?: string;
  next?: string;
  /** The page of the console to return to. */
  return?: string;
  /** `read`: also asks for the permission to read events. */
  events?: string;
}

const AFTER_SIGN_IN = "/";
const AFTER_AIRCALL = "/lines";
/** Default of `floodLimit`. */
const FLOOD_LIMIT = 60;

export function installRoutes(deps: InstallDeps): FastifyPluginAsync {
  const { cookies, findSession, mayChange, flows, probes, floodLimit = FLOOD_LIMIT } = deps;
  const go = (reply: FastifyReply, { url, browser }: Go) => {
    cookies.setBrowser(reply, browser);
    return reply.redirect(url);
  };
  return async (server) => {
    await server.register(rateLimit, { max: floodLimit, timeWindow: 60_000 });
    // A redirect with a state or a session must not be cached.
    server.addHook("onSend", async (_request, reply) => void reply.header("cache-control", "no-store"));

    server.get<{ Params: { id: string } }>("/reach/:id", showReach(probes));

    server.get<{ Querystring: InstallQuery }>("/install", async (request, reply) => {
      if (!flows) return sendInstallError(request, reply, "not configured");
      const page = readReturnPath(request.query.return) ?? AFTER_SIGN_IN;
      const next = request.query.next === "aircall" ? "/oauth/aircall/start" : page;
      const { account = "", events } = request.query;
      const started = await flows.startGorgias({ account: String(account), next, events: events === "read" });
      return started.kind === "go" ? go(reply, started) : sendInstallError(request, reply, started.why);
    });

    server.get("/install/aircall", async (request, reply) =>
      reply.type("text/html; charset=utf-8").send(askAccount(languageOf(request))),
    );

    server.get("/oauth/gorgias/callback", async (request, reply) => {
      if (!flows) return sendInstallError(request, reply, "not configured");
      const finished = await flows.finishGorgias(callbackOf(request, cookies));
      if (finished.kind === "refused") return sendInstallError(request, reply, finished.why);
      cookies.setSession(reply, finished.session.sessionId);
      return reply.redirect(finished.next);
    });

    server.get("/oauth/aircall/start", async (request, reply) => {
      if (!flows) return sendInstallError(request, reply, "not configured");
      const signedIn = await findSession(request);
      return signedIn
        ? go(reply, await flows.startAircall(signedIn))
        : sendInstallError(request, reply, "not signed in");
    });

    server.get("/oauth/aircall/callback", async (request, reply) => {
      if (!flows) return sendInstallError(request, reply, "not configured");
      const signedIn = await findSession(request);
      if (!signedIn) return sendInstallError(request, reply, "not signed in");
      const role = await mayChange(request);
      if (role !== "yes")
        return sendInstallError(request, reply, role === "no" ? "not an admin" : "gorgias unreachable");
      const finished = await flows.finishAircall(signedIn, callbackOf(request, cookies));
      return finished.kind === "joined"
        ? reply.redirect(AFTER_AIRCALL)
        : sendInstallError(request, reply, finished.why);
    });
  };
}

/** A parameter may appear twice or not at all. Only a single text counts. */
function callbackOf(request: FastifyRequest, cookies: Cookies): Callback {
  const query = request.query as Record<string, unknown>;
  const single = (name: string) => (typeof query[name] === "string" ? query[name] : null);
  return { code: single("code"), state: single("state"), error: single("error"), browser: cookies.browserOf(request) };
}

const ASK_WORDS = {
  en: {
    title: "Connect Aircall to Gorgias",
    text: "Aircall is ready. Which Gorgias account should its calls and messages go to?",
    label: "Gorgias account",
    hint: "Its name or its address: acme, acme.gorgias.com or https://acme.gorgias.com",
    button: "Continue",
  },
  fr: {
    title: "Connecter Aircall à Gorgias",
    text: "Aircall est prêt. À quel compte Gorgias ses appels et messages doivent-ils aller ?",
    label: "Compte Gorgias",
    hint: "Son nom ou son adresse : acme, acme.gorgias.com ou https://acme.gorgias.com",
    button: "Continuer",
  },
} as const;

/** Aircall does not identify the user (docs/vendors/aircall.md 1.4), so the admin names the help desk. */
function askAccount(language: PageLanguage): string {
  const { title, text, label, hint, button } = ASK_WORDS[language];
  const body = `<div class="card"><h1>${title}</h1><p>${text}</p><form action="/install" method="get"><input type="hidden" name="next" value="aircall">
<label for="account">${label}</label><p class="hint" id="hint">${hint}</p>
<input id="account" name="account" required maxlength="200" aria-describedby="hint" autocomplete="off" autocapitalize="none" spellcheck="false" autofocus><br>
<button type="submit">${button}</button></form></div>`;
  return renderPlainPage({ language, title, body });
}
