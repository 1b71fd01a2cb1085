/** What signing in with a key takes, and which answers count as a guess. */
import { expect, it } from "vitest";
import type { Credential } from "../../domain/connection/connection.ts";
import { RequestError } from "../../kit/request-error.ts";
import { keySignIn, type SignInDeps } from "./sign-in.ts";

/** `acme` is connected, and `former` was. `asked`: the credentials that Gorgias was asked with. */
function open(status: number | null = null) {
  const asked: Credential[] = [];
  const opened: unknown[] = [];
  const deps = {
    connections: {
      withAccount: async (account: string) => ({ id: account }),
      async credential(id: string) {
        if (id === "former") throw new Error("no credential");
        return { credential: { kind: "basic" } };
      },
    },
    setup: {
      async whoIsAt(_id: string, _account: string, credential: Credential) {
        asked.push(credential);
        if (status !== null) throw new RequestError("no", { fate: "refused", status });
        return { id: 7, name: "Ada", email: "ada@acme.example", admin: true };
      },
    },
    sessions: { open: async (session: unknown) => void opened.push(session) },
    ids: { secret: () => "secret" },
    clock: () => 0,
  } as unknown as SignInDeps;
  const signIn = keySignIn(deps);
  const ask = (account: string) => signIn({ account, email: " ada@acme.example\n", key: "\tkey " });
  return { ask, asked, opened };
}

it("N2: takes an e-mail and a key with the spaces that came from copying", async () => {
  const { ask, asked, opened } = open();
  expect((await ask("acme")).kind).toBe("signed in");
  expect(asked).toEqual([{ kind: "basic", user: "ada@acme.example", password: "key" }]);
  expect(opened).toMatchObject([{ connectionId: "acme", user: { id: 7, name: "Ada" }, openedBy: "key" }]);
});

it.each([401, 403, 404])("N2: answers a key that Gorgias answers with %i as one of no account", async (status) => {
  expect(await open(status).ask("acme")).toEqual({ kind: "rejected" });
});

it("N2: answers an account that was disconnected in the same way, and does not ask Gorgias", async () => {
  const { ask, asked } = open();
  expect([await ask("former"), asked]).toEqual([{ kind: "rejected" }, []]);
});

it("N2: counts rejected keys by account, of many accounts at a time", async () => {
  const { ask } = open(401);
  for (let n = 0; n < 10; n += 1) expect((await ask("acme")).kind).toBe("rejected");
  for (let n = 0; n < 999; n += 1) expect((await ask(`guess-${n}`)).kind).toBe("rejected");
  expect((await ask("acme")).kind).toBe("too many");
});

it("N2: tries at most ten keys of an account at once, and counts each that is rejected", async () => {
  const { ask, asked } = open(401);
  const atOnce = await Promise.all(Array.from({ length: 30 }, () => ask("acme")));
  expect(atOnce.filter(({ kind }) => kind === "rejected")).toHaveLength(10);
  expect([asked.length, (await ask("acme")).kind]).toEqual([10, "too many"]);
});

it("N2: keys that were accepted do not count, however many came at once", async () => {
  const { ask } = open();
  for (let round = 0; round < 3; round += 1) {
    const kinds = await Promise.all(Array.from({ length: 10 }, async () => (await ask("acme")).kind));
    expect(new Set(kinds)).toEqual(new Set(["signed in"]));
  }
});
