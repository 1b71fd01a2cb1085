/** A world for a test file. */
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { postgresWorld } from "./postgres.ts";
import { openWorld, type World, type WorldOptions } from "./world.ts";

/**
 * A world for the whole file, closed at its end. After each test Gorgias must have nothing to send to anybody. It is on PostgreSQL,
 * which answers in half of the embedded database's time; `embedded` takes that one.
 */
export function useWorld(options: () => Promise<WorldOptions> = async () => ({})): { readonly it: World } {
  let world: World | undefined;
  beforeAll(async () => {
    const wanted = await options();
    world = await openWorld(wanted.embedded || wanted.store ? wanted : { ...(await postgresWorld()), ...wanted });
  });
  afterEach(() => {
    const { desk } = the(world).sandbox.gorgias;
    for (const { account } of desk.accounts()) expect(desk.outbox(account), `outbox of ${account}`).toEqual([]);
  });
  afterAll(() => world?.close());
  return {
    get it() {
      return the(world);
    },
  };
}

function the(world: World | undefined): World {
  if (!world) throw new Error("the world is not open yet");
  return world;
}
