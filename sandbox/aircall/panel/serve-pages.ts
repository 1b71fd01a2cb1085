// The pages for people: the phone panel at `/`, and a small dashboard page per call.
import { readFile } from "node:fs/promises";
import type { FastifyInstance } from "fastify";
import { renderPage } from "../../core/page.ts";
import { readParam } from "../api/query.ts";
import type { Exchange } from "../exchange.ts";
import { renderCallPage } from "./call-page.ts";

const read = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), "utf8");

export function servePages(app: FastifyInstance, exchange: Exchange): void {
  app.get("/", async (_request, reply) => {
    const [panel, messages, ...scripts] = await Promise.all(
      ["panel.html", "messages.html", "panel.js", "sample-files.js", "messages.js"].map((name) => read(name)),
    );
    const styles = await Promise.all(["panel.css", "messages.css"].map((name) => read(name)));
    const page = {
      title: "Aircall simulator",
      body: String(panel).replace("<!-- messages -->", () => String(messages)),
      // One module: what the first script makes, the others use.
      script: scripts.join("\n"),
      style: styles.join("\n"),
    };
    return reply.type("text/html; charset=utf-8").send(renderPage(page));
  });
  for (const path of ["/calls/:id", "/calls/:id/timeline"]) {
    app.get(path, async (request, reply) => {
      const call = exchange.state.calls.get(Number(readParam(request, "id")));
      const page =
        call === undefined
          ? renderPage({ title: "Call not found", body: "<h1>Call not found</h1><p><a href='/'>To the phone</a></p>" })
          : renderCallPage(exchange, call);
      return reply
        .code(call === undefined ? 404 : 200)
        .type("text/html; charset=utf-8")
        .send(page);
    });
  }
}
