// One simulator's HTTP server, on the loopback address of this machine.
import Fastify, { type FastifyInstance, type FastifyServerOptions } from "fastify";

export interface Listening {
  url: string;
  port: number;
  /** Answers a request without a socket. */
  inject: FastifyInstance["inject"];
  close(): Promise<void>;
}

/** What both simulators are started with. */
export interface SimulatorOptions<Settings, App> {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Scheme and host. With it, the simulator listens nowhere: requests come by `inject`. */
  origin?: string;
  /** Epoch milliseconds. */
  now?: () => number;
  /** Decides what happens by chance, such as which requests a fault meets. */
  random?: () => number;
  settings?: Partial<Settings>;
  /** False starts without the seeded company or account. */
  seed?: boolean;
  /** Apps that can be installed from the start. More come by the controls. */
  apps?: readonly App[];
}

export function createServer(options: FastifyServerOptions = {}): FastifyInstance {
  return Fastify({ forceCloseConnections: true, exposeHeadRoutes: false, ...options });
}

/** Port 0 takes any free port. An origin stands in for one. */
export async function listen(
  app: FastifyInstance,
  { port = 0, origin }: { port?: number; origin?: string },
): Promise<Listening> {
  const url = origin ?? (await app.listen({ host: "127.0.0.1", port }));
  await app.ready();
  return { url, port: Number(new URL(url).port), inject: app.inject.bind(app), close: () => app.close() };
}

/** Reads bodies of this content type as JSON. An empty one counts as none, and `refuse` words what is no JSON. */
export function readJson(app: FastifyInstance, contentType: string, refuse: () => Error): void {
  app.addContentTypeParser(contentType, { parseAs: "string" }, (_request, body, done) => {
    try {
      const text = String(body);
      done(null, text.trim() === "" ? undefined : JSON.parse(text));
    } catch {
      done(refuse(), undefined);
    }
  });
}
