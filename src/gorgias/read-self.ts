/** Reads the owner of a Gorgias credential: `/users/0` is the owner (docs/vendors/gorgias.md 8). */
import { z } from "zod";
import type { HelpDeskIdentity } from "../domain/ports/setup.ts";
import { optionalText } from "./schemas.ts";
import { openAccount, type AccountDeps, type AccountIdentity } from "./account.ts";

export const selfSchema = z.object({
  id: z.number().int().nullish(),
  name: optionalText,
  email: optionalText,
  role: z.object({ name: z.string() }).nullish(),
});

export async function whoIsAt(deps: AccountDeps, identity: AccountIdentity): Promise<HelpDeskIdentity> {
  const self = await openAccount(deps, identity).read(selfSchema, {
    method: "GET",
    path: "/users/0",
    what: "own user",
  });
  return { id: self.id ?? null, name: self.name, email: self.email, admin: self.role?.name === "admin" };
}
