/** L6: an API key that Gorgias rejected once is tested again, and only a clear answer is stored. */
import { expect, it } from "vitest";
import { RequestError } from "../../kit/request-error.ts";
import { keyIsRefused, type VerifyKeyDeps } from "./verify-key.ts";

const KEY = { kind: "basic", user: "u", password: "p" } as const;
const NOW = Date.UTC(2026, 2, 2, 9);

async function verify(error: Error | null) {
  const judged: unknown[] = [];
  const deps = {
    setup: {
      async whoIsAt() {
        if (error) throw error;
        return { id: 1, name: null, email: null, admin: true };
      },
    },
    tokens: {
      async judge(_id: string, _vendor: string, _of: object, problem: unknown) {
        judged.push(problem);
        return true;
      },
    },
    clock: () => NOW,
  } as unknown as VerifyKeyDeps;
  return { refused: await keyIsRefused(deps, { id: "c1", account: "acme" }, KEY), judged };
}

const refusal = (status: number) => new RequestError("no", { fate: status < 429 ? "refused" : "unknown", status });

it.each([
  ["its owner", null, false, [null]],
  ["a 401", refusal(401), true, [{ kind: "refused", why: null, since: NOW }]],
  ["a 403", refusal(403), true, []],
  ["a 429", refusal(429), true, []],
  ["a 503", refusal(503), true, []],
])("L6: with %s as the answer", async (_what, error, refused, judged) => {
  expect(await verify(error)).toEqual({ refused, judged });
});

it("L6: fails where our database does", async () => {
  await expect(verify(new Error("the database is down"))).rejects.toThrow("the database is down");
});
