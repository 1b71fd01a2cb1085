/** Who a Gorgias credential belongs to: user 0 is oneself (contract 8). */
import { z } from "zod";
import type { DeskIdentity } from "../domain/ports/setup.ts";
import { openAccount, type AccountDeps, type AccountIdentity } from "./account.ts";

const selfSchema = z.object({
  name: z.string().nullish(),
  email: z.string().nullish(),
  role: z.object({ name: z.string() }).nullish(),
});

export async function whoIsAt(deps: AccountDeps, identity: AccountIdentity): Promise<DeskIdentity> {
  const self = await openAccount(deps, identity).read(selfSchema, {
    method: "GET",
    path: "/users/0",
    what: "own user",
  });
  return { name: self.name ?? null, email: self.email ?? null, admin: self.role?.name === "admin" };
}
