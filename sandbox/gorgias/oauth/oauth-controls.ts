// Controls of the approvals of an account's apps: look, uninstall.
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Desk } from "../desk.ts";
import { check } from "../endpoint.ts";

const uninstallBody = z.strictObject({ clientId: z.string().optional() });
const failure = "The control panel refuses";

interface AccountPath {
  Params: { account: string };
}

export function addOauthControls(app: FastifyInstance, desk: Desk): void {
  app.get<AccountPath>("/accounts/:account/oauth", ({ params }) => {
    const { grants, requests } = desk.account(params.account).oauth;
    return { grants, requests };
  });
  app.post<AccountPath>("/accounts/:account/uninstall", ({ params, body }) => {
    const { clientId } = check(uninstallBody, body ?? {}, failure);
    return { uninstalled: desk.uninstall(params.account, clientId) };
  });
}
