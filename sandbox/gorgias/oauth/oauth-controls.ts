// Controls of apps and their approvals: register, look, uninstall.
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Desk } from "../desk.ts";
import { check } from "../endpoint.ts";
import { appInput } from "./apps.ts";

const uninstallBody = z.strictObject({ clientId: z.string().optional() });
const failure = "The control panel refuses";

interface AccountPath {
  Params: { account: string };
}

export function addOauthControls(app: FastifyInstance, desk: Desk): void {
  app.get("/apps", () => desk.apps.list());
  app.post("/apps", (request, reply) =>
    reply.code(201).send(desk.apps.add(check(appInput, request.body ?? {}, failure))),
  );
  app.get<AccountPath>("/accounts/:account/oauth", ({ params }) => {
    const { grants, requests } = desk.account(params.account).oauth;
    return { grants, requests };
  });
  app.post<AccountPath>("/accounts/:account/uninstall", ({ params, body }) => {
    const { clientId } = check(uninstallBody, body ?? {}, failure);
    return { uninstalled: desk.uninstall(params.account, clientId) };
  });
}
