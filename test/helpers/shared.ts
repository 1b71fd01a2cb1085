/** What the test files of one run share. The runner's own process makes each thing when the first file asks for it. */
import { inject } from "vitest";

/** The address of a PostgreSQL server, the path of an image of the embedded database, the folder of the built console. */
export type SharedThing = "postgres" | "embedded-image" | "console";

export async function shared(thing: SharedThing): Promise<string> {
  const response = await fetch(`${inject("sharedUrl")}/${thing}`);
  const content = await response.text();
  if (!response.ok) throw new Error(`There is no ${thing} for tests: ${content}`);
  return content;
}
