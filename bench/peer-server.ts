/**
 * A peer of the service, openworkflow, as an inlet: each delivery is stored as a workflow run and answered. Ends with its
 * standard input.
 */
import Fastify from "fastify";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { readTask, serveUntilClosed } from "./processes.ts";

export interface PeerTask {
  /** Where the package is installed. */
  folder: string;
  databaseUrl: string;
  port: number;
}

/** What is used of the package, which is no dependency of the project. */
interface OpenWorkflowPackage {
  OpenWorkflow: new (options: { backend: unknown }) => {
    defineWorkflow(spec: { name: string }, work: () => Promise<void>): { run(input: unknown): Promise<unknown> };
  };
}
interface PostgresPart {
  BackendPostgres: { connect(url: string): Promise<{ stop(): Promise<void> }> };
}

const { folder, databaseUrl, port } = readTask<PeerTask>();
const { resolve } = createRequire(pathToFileURL(`${folder}/`));
const load = async <T>(name: string) => (await import(pathToFileURL(resolve(name)).href)) as T;
const { OpenWorkflow } = await load<OpenWorkflowPackage>("openworkflow");
const { BackendPostgres } = await load<PostgresPart>("openworkflow/postgres");
const backend = await BackendPostgres.connect(databaseUrl);
const delivered = new OpenWorkflow({ backend }).defineWorkflow({ name: "delivery" }, async () => undefined);
const server = Fastify();
server.post("/", async (request) => {
  await delivered.run(request.body);
  return {};
});
await server.listen({ port, host: "127.0.0.1" });
await serveUntilClosed("ready");
process.exit(0);
