/** A world for a test file. */
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { postgresWorld } from "./postgres.ts";
import { openWorld, type World, type WorldOptions } from "./world.ts";

/**
 * One world for the whole file, closed at its end. After each test Gorgias must have no message to send. It is on
 * PostgreSQL, which takes half the time of the embedded database under load. `embedded` selects the embedded one.
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
