/** Serves the console: built files under /assets, and its page at every address without a route. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { renderStartPage, type StartPageLinks } from "./start-page.ts";
import { languageOf } from "./plain-page.ts";
import { NOT_FOUND } from "./open-server.ts";

export interface ConsoleDeps {
  /** The output folder of `vite build console`. */
  consoleDir: string;
  /** Links to the sandbox's other pages. `/` shows them to visitors who are not signed in. */
  links: StartPageLinks | null;
  isSignedIn(request: FastifyRequest): Promise<boolean>;
}

/** Without a built console, `/` says so and everything else works. */
export function consoleSite({ consoleDir, links, isSignedIn }: ConsoleDeps): FastifyPluginAsync {
  return async (server) => {
    const page = await readFile(join(consoleDir, "index.html"), "utf8").catch(() => null);
    const sendPage = (reply: FastifyReply, html: string) =>
      reply.type("text/html; charset=utf-8").header("cache-control", "no-cache").send(html);
    if (page !== null) {
      await server.register(fastifyStatic, {
        root: join(consoleDir, "assets"),
        prefix: "/assets/",
        maxAge: "365d",
        immutable: true,
      });
    }
    server.get("/", async (request, reply) => {
      if (page === null || (links && !(await isSignedIn(request))))
        return sendPage(reply, renderStartPage(links, page !== null, languageOf(request)));
      return sendPage(reply, page);
    });
    server.setNotFoundHandler((request, reply) => {
      const wantsPage = request.method === "GET" && (request.headers.accept ?? "").includes("text/html");
      if (page !== null && wantsPage && !request.url.startsWith("/assets/")) return sendPage(reply, page);
      return reply.code(404).send(NOT_FOUND);
    });
  };
}
