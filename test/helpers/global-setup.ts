/** Once per run of vitest: a small server that makes what test files share when the first one asks for it. */
import { createServer } from "node:http";
import type { TestProject } from "vitest/node";
import type { SharedThing } from "./shared.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Answers `/postgres` and its like with text: see shared.ts. */
    sharedUrl: string;
  }
}

interface Made {
  content: string;
  stop?(): Promise<void>;
}

/** Loaded on demand: a run of unit tests needs none of it. */
const MAKERS: Record<SharedThing, () => Promise<Made>> = {
  async postgres() {
    const { startPostgresServer } = await import("./postgres-server.ts");
    const { url, stop } = await startPostgresServer();
    return { content: url, stop };
  },
  "embedded-image": async () => ({ content: await (await import("./make-embedded-image.ts")).makeEmbeddedImage() }),
  console: async () => ({ content: await (await import("../console/console-site.ts")).buildConsole() }),
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const made = new Map<string, Promise<Made>>();
  const make = async (thing: string): Promise<Made> => {
    if (!Object.hasOwn(MAKERS, thing)) throw new Error(`nothing is called ${thing}`);
    const making = made.get(thing) ?? MAKERS[thing as SharedThing]();
    made.set(thing, making);
    return making;
  };
  const server = createServer((request, response) => {
    // A test may block its process for longer than an idle connection stays open.
    response.setHeader("connection", "close");
    make((request.url ?? "").slice(1)).then(
      ({ content }) => response.end(content),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server of shared things has no port");
  project.provide("sharedUrl", `http://127.0.0.1:${address.port}`);
  return async () => {
    server.closeAllConnections();
    server.close();
    const all = await Promise.allSettled(made.values());
    for (const one of all) if (one.status === "fulfilled") await one.value.stop?.();
  };
}
