/** Every store on PGlite, in memory. */
import { describe } from "vitest";
import { openPgliteBackend, useBackend } from "./backend.ts";
import { storesContract } from "./stores-contract.ts";

describe("PGlite", () => {
  storesContract(useBackend(openPgliteBackend));
});
