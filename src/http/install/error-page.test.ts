/** Install errors as pages: the status of each, in both languages. And the answer to a probe. */
import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import type { InstallErrorReason } from "../../connections/sign-in/install-error.ts";
import type { ReachProbes } from "../../domain/ports/reach.ts";
import { sendInstallError } from "./error-page.ts";
import { showReach } from "./show-reach.ts";

function open() {
  const server = Fastify();
  onTestFinished(() => void server.close());
  return server;
}

it.each([
  ["bad subdomain", 400],
  ["unknown account", 404],
  ["gorgias unreachable", 502],
  ["aircall unreachable", 502],
  ["spent state", 400],
  ["consent denied", 403],
  ["code refused", 400],
  ["not an admin", 403],
  ["company taken", 409],
  ["webhook limit", 409],
  ["not signed in", 401],
  ["not configured", 503],
] satisfies [InstallErrorReason, number][])(
  "N1: %j is a page with the status %i, in both languages",
  async (why, status) => {
    const server = open();
    server.get("/", (request, reply) => sendInstallError(request, reply, why));
    const pageIn = async (language: string) => {
      const answer = await server.inject({ url: "/", headers: { "accept-language": language } });
      expect([answer.statusCode, answer.headers["content-type"]]).toEqual([status, "text/html; charset=utf-8"]);
      return answer.payload;
    };
    const [english, french] = [await pageIn("en"), await pageIn("fr-CA")];
    expect(english).toMatch(/<html lang="en">.*<h1>[^<]+<\/h1><p>[^<]+<\/p>.*href="\/">Start again</);
    expect(french).toMatch(/<html lang="fr">.*<h1>[^<]+<\/h1><p>[^<]+<\/p>.*href="\/">Recommencer</);
    const titleOf = (page: string) => /<h1>([^<]+)/.exec(page)?.[1];
    expect(titleOf(french)).not.toBe(titleOf(english));
  },
);

type Found = Awaited<ReturnType<ReachProbes["find"]>>;

it.each([
  [{ kind: "answer", answer: "hush" }, 200, { answer: "hush" }],
  [{ kind: "unknown" }, 404, { error: { code: "unknown_probe" } }],
  [{ kind: "another key" }, 409, { error: { code: "another_key" } }],
] as [Found, number, object][])("answers to a probe that is %j with %i", async (found, status, body) => {
  const asked: string[] = [];
  const find = async (id: string) => {
    asked.push(id);
    return found;
  };
  const server = open();
  server.get("/reach/:id", showReach({ find }));
  const answer = await server.inject({ url: "/reach/probe-1" });
  expect([answer.statusCode, answer.json(), asked]).toMatchObject([status, body, ["probe-1"]]);
});
