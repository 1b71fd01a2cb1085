/** Which requests get the console's page, and which are told that there is nothing. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify, { type InjectOptions } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { consoleSite } from "../../src/http/console.ts";

const server = Fastify();
let consoleDir: string;

beforeAll(async () => {
  consoleDir = await mkdtemp(join(tmpdir(), "console-"));
  await mkdir(join(consoleDir, "assets"));
  await writeFile(join(consoleDir, "index.html"), "<p>page</p>");
  await writeFile(join(consoleDir, "assets", "a.js"), "1");
  await server.register(consoleSite({ consoleDir, links: null, isSignedIn: async () => false }));
});
afterAll(async () => {
  await server.close();
  await rm(consoleDir, { recursive: true });
});

it.each([
  ["GET", "/", "*/*", 200],
  ["GET", "/lines", "text/html,*/*", 200],
  ["GET", "/lines", "application/json", 404],
  ["POST", "/lines", "text/html", 404],
  ["DELETE", "/", "text/html", 404],
  ["GET", "/assets/missing.js", "text/html", 404],
  ["GET", "/assets/a.js", "*/*", 200],
] as const)("answers %s %s for %s with %i", async (method, url, accept, status) => {
  const asked: InjectOptions = { method, url, headers: { accept } };
  const { statusCode, headers } = await server.inject(asked);
  expect(statusCode).toBe(status);
  const isAsset = url === "/assets/a.js";
  expect(headers["cache-control"]).toBe(
    status === 404 ? undefined : isAsset ? "public, max-age=31536000, immutable" : "no-cache",
  );
});
