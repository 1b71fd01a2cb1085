// The control panel as JSON under `/_sandbox`: what a person at the vendor, or time, would do.
import type { FastifyError, FastifyInstance } from "fastify";
import { z } from "zod";
import { addAppControls, addFaultControls, type ControlDialect } from "../core/controls.ts";
import type { Faults } from "../core/faults.ts";
import type { Desk } from "./desk.ts";
import { check } from "./endpoint.ts";
import { emailField, idField, jsonObject } from "./fields.ts";
import { appInput } from "./oauth/apps.ts";
import { addOauthControls } from "./oauth/oauth-controls.ts";
import type { SettingsPatch } from "./settings.ts";
import { serveFile } from "./upload-endpoints.ts";
import { refuse, VendorError } from "./vendor-error.ts";
import { describeView } from "./desk-view.ts";
import { roles } from "./vocabulary.ts";

const bodies = {
  account: z.strictObject({ account: z.string(), email: emailField.optional(), apiKey: z.string().optional() }),
  customer: z.strictObject({
    name: z.string().nullable().optional(),
    email: emailField.nullable().optional(),
    external_id: z.string().nullable().optional(),
    note: z.string().nullable().optional(),
    language: z.string().nullable().optional(),
    timezone: z.string().nullable().optional(),
    channels: z
      .array(z.strictObject({ type: z.string(), address: z.string(), preferred: z.boolean().optional() }))
      .optional(),
  }),
  user: z.strictObject({
    name: z.string(),
    email: emailField,
    role: z.enum(roles).optional(),
    active: z.boolean().optional(),
    client_id: z.string().nullable().optional(),
    external_id: z.string().nullable().optional(),
    createdAt: z.number().optional(),
  }),
  userPatch: z.strictObject({
    email: emailField.exactOptional(),
    name: z.string().exactOptional(),
    active: z.boolean().exactOptional(),
    role: z.enum(roles).exactOptional(),
  }),
  tag: z.strictObject({
    name: z.string(),
    description: z.string().nullable().optional(),
    decoration: z.strictObject({ color: z.string().optional() }).nullable().optional(),
  }),
  merge: z.strictObject({ into: idField.optional() }),
  spend: z.strictObject({ requests: z.int().min(0), kind: z.enum(["key", "oauth"]).optional() }),
  token: z.strictObject({ email: z.string().optional(), lifetimeMs: z.number().optional() }),
};

const ticketActions = z.enum(["trash", "restore", "spam", "unspam", "close", "open", "merge", "delete", "customer"]);
const accountQuery = z.strictObject({ account: z.string() });
const settingsQuery = z.strictObject({ account: z.string().optional() });
const failure = "The control panel refuses";

/** Controls answer as the API does: 201 for a new record, 204 for a removal, and lists without a name. */
const dialect: ControlDialect = {
  prefix: "",
  parse: (schema, body) => check(schema, body, failure),
  refuse: (message) => new VendorError(400, message),
  show: (_name, value) => value,
  created: 201,
  deleted: 204,
};

interface AccountPath {
  Params: { account: string; id: string; action: string; hash: string };
}

export function addControlRoutes(app: FastifyInstance, desk: Desk, faults: Faults): void {
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const refusal = error instanceof VendorError ? error : new VendorError(400, error.message);
    return reply.code(refusal.status === 301 ? 404 : refusal.status).send(refusal.body);
  });
  addWholeRoutes(app, desk, faults);
  addAccountRoutes(app, desk);
  addAppControls(app, desk.apps, appInput, dialect);
  addOauthControls(app, desk);
}

function addWholeRoutes(app: FastifyInstance, desk: Desk, faults: Faults): void {
  app.get("/settings", (request) => desk.settings(check(settingsQuery, request.query, failure).account));
  app.patch("/settings", (request) => {
    const { account } = check(settingsQuery, request.query, failure);
    // The settings' own schema checks every key when they are resolved.
    return desk.patchSettings(check(jsonObject, request.body, failure) as SettingsPatch, account);
  });
  app.get("/accounts", () => desk.accounts());
  app.post("/accounts", (request, reply) =>
    reply.code(201).send(desk.createAccount(check(bodies.account, request.body, failure))),
  );
  app.get("/state", (request) => desk.state(check(accountQuery, request.query, failure).account));
  app.get("/outbox", (request) => desk.outbox(check(accountQuery, request.query, failure).account));
  app.get("/requests", (request) => desk.requests(check(accountQuery, request.query, failure).account));
  app.delete("/requests", (request, reply) => {
    desk.clearRequests(check(accountQuery, request.query, failure).account);
    return reply.code(204).send();
  });
  addFaultControls(app, faults, dialect);
  app.post("/reset", (_request, reply) => {
    desk.reset();
    faults.clear();
    return reply.code(204).send();
  });
}

function addAccountRoutes(app: FastifyInstance, desk: Desk): void {
  const at = "/accounts/:account";
  app.get<AccountPath>(`${at}/view`, ({ params, query }) => describeView(desk, params.account, query));
  app.get<AccountPath>(`${at}/files/:hash`, ({ params }, reply) => {
    const file = desk.account(params.account).files.get(params.hash);
    if (file === undefined) throw refuse.notFound();
    const answer = serveFile(file);
    return reply.headers(answer.headers ?? {}).send(answer.body);
  });
  app.post<AccountPath>(`${at}/customers`, ({ params, body }, reply) =>
    reply.code(201).send(desk.addCustomer(params.account, check(bodies.customer, body, failure))),
  );
  app.post<AccountPath>(`${at}/customers/:id`, ({ params, body }) =>
    desk.changeCustomer(params.account, Number(params.id), check(bodies.customer, body, failure)),
  );
  app.delete<AccountPath>(`${at}/customers/:id`, ({ params }, reply) => {
    desk.deleteCustomer(params.account, Number(params.id));
    return reply.code(204).send();
  });
  app.post<AccountPath>(`${at}/users`, ({ params, body }, reply) =>
    reply.code(201).send(desk.addUser(params.account, check(bodies.user, body, failure))),
  );
  app.post<AccountPath>(`${at}/users/:id`, ({ params, body }) =>
    desk.updateUser(params.account, Number(params.id), check(bodies.userPatch, body, failure)),
  );
  app.post<AccountPath>(`${at}/tags`, ({ params, body }, reply) =>
    reply.code(201).send(desk.addTag(params.account, check(bodies.tag, body, failure))),
  );
  app.post<AccountPath>(`${at}/tickets/:id/:action`, ({ params, body }, reply) => {
    const action = check(ticketActions, params.action, failure);
    const { into } = check(bodies.merge, body ?? {}, failure);
    desk.actOnTicket(params.account, Number(params.id), action, into);
    return reply.code(204).send();
  });
  app.post<AccountPath>(`${at}/customers/:id/merge`, ({ params, body }, reply) => {
    const { into } = check(bodies.merge, body, failure);
    desk.mergeCustomers(params.account, Number(params.id), into ?? 0);
    return reply.code(204).send();
  });
  app.post<AccountPath>(`${at}/spend`, ({ params, body }) => {
    const { requests, kind } = check(bodies.spend, body, failure);
    desk.spend(params.account, requests, kind);
    return { key: desk.bucket(params.account, "key"), oauth: desk.bucket(params.account, "oauth") };
  });
  app.post<AccountPath>(`${at}/revoke-key`, ({ params }, reply) => {
    desk.revokeKey(params.account);
    return reply.code(204).send();
  });
  app.post<AccountPath>(`${at}/tokens`, ({ params, body }, reply) =>
    reply.code(201).send({ token: desk.issueToken(params.account, check(bodies.token, body ?? {}, failure)) }),
  );
}
