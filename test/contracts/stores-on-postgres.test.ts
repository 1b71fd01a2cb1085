/** Every store on a real PostgreSQL. */
import { describe } from "vitest";
import { openPostgresBackend, useBackend } from "./backend.ts";
import { storesContract } from "./stores-contract.ts";

describe("PostgreSQL", () => {
  storesContract(useBackend(openPostgresBackend));
});
