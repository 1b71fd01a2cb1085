/** A client that is generated from the API's description, compiled, and used against the running service. */
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { generateSource } from "oazapfts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createToken } from "../../src/connections/change/create-token.ts";
import { useWorld } from "../helpers/use-world.ts";

const ROOT = join(import.meta.dirname, "../..");
const run = promisify(execFile);
const world = useWorld(async () => ({ embedded: true }));

const TSCONFIG = {
  extends: join(ROOT, "tsconfig.json"),
  compilerOptions: {
    // The runtime's types and the program's environment.
    lib: ["es2024", "dom"],
    types: ["node"],
    noUnusedLocals: false,
    exactOptionalPropertyTypes: false,
  },
  include: ["*.ts"],
};

let folder: string;

beforeAll(async () => {
  // Inside the project, so that its packages are found.
  await mkdir(join(ROOT, "test/output"), { recursive: true });
  folder = await mkdtemp(join(ROOT, "test/output/generated-client-"));
  await writeFile(join(folder, "client.ts"), await generateSource(`${world.it.url}/api/openapi.json`));
  await copyFile(join(ROOT, "test/fixtures/generated-client-program.ts.txt"), join(folder, "use-client.ts"));
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
});

afterAll(() => rm(folder, { recursive: true }));

describe("a generated client", () => {
  it("compiles with strict types, and refuses a value that the description does not allow", async () => {
    const { stdout } = await run(join(ROOT, "node_modules/.bin/tsc"), ["-p", folder]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe("");
  });

  it("N8: reads and changes the connection with an API token, page by page", async () => {
    const shop = await world.it.openShop();
    const { phone, company, lines, users, connectionId } = shop;
    await phone.stories.answered({ company, line: lines.fr, from: "+33612345678", user: users.ada });
    await phone.stories.missed({ company, line: lines.fr, from: "+33612345679" });
    await shop.settle();
    const { admin, clock } = world.it.services.admin;
    const wanted = { name: "Client", scope: "write", expiresInDays: null } as const;
    const made = await createToken(admin, connectionId, wanted, { by: "Ada", now: clock() });
    const env = { PATH: process.env["PATH"], API_URL: world.it.url, API_TOKEN: made?.secret };
    const { stdout } = await run(process.execPath, [join(folder, "use-client.ts")], { env });
    expect(JSON.parse(stdout)).toEqual({
      account: shop.account,
      ids: [expect.stringMatching(/^call:\d+$/), expect.stringMatching(/^call:\d+$/)],
      ticketId: expect.any(Number),
      missing: "not_found",
      changed: 200,
      forbidden: 403,
      wrong: 400,
    });
    const settings = await admin.settings.read(connectionId);
    expect(settings).toMatchObject({ retentionDays: 30 });
  });
});
