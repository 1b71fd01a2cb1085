// /api/users: agents, admins and bots, to be read (contract 8).
import { z } from "zod";
import type { Account } from "./account.ts";
import { splitName } from "./customer-view.ts";
import { formatTime } from "./datetime.ts";
import { defineEndpoint, type Endpoint, readId } from "./endpoint.ts";
import { pageQuery, queryBoolean, repeated } from "./fields.ts";
import { pageOf } from "./list-page.ts";
import type { User } from "./model.ts";
import { refuse } from "./vendor-error.ts";
import { roles } from "./vocabulary.ts";

const sortKeys: Record<string, (user: User) => string | number> = {
  created_datetime: (user) => user.createdAt,
  name: (user) => user.name.toLowerCase(),
  email: (user) => user.email,
  "role.name": (user) => user.role,
};

const listQuery = z.strictObject({
  ...pageQuery,
  roles: repeated(z.enum(roles)).optional(),
  email: z.string().optional(),
  external_id: z.string().optional(),
  search: z.string().optional(),
  available_first: queryBoolean.optional(),
  order_by: z.enum(Object.keys(sortKeys).flatMap((key) => [`${key}:asc`, `${key}:desc`])).default("name:asc"),
});

export const userEndpoints: Endpoint[] = [
  defineEndpoint({
    method: "GET",
    path: "/users",
    query: listQuery,
    handle: (call) => {
      const [field = "", direction] = call.query.order_by.split(":");
      return {
        status: 200,
        body: pageOf(call, {
          records: filterUsers(call.account, call.query),
          sortKey: sortKeys[field] ?? ((user) => user.id),
          descending: direction === "desc",
          format: (user) => viewUser(call.account, user),
          meta: { total_resources: null },
        }),
      };
    },
  }),
  defineEndpoint({
    method: "GET",
    path: "/users/:id",
    handle: (call) => {
      const id = readId(call);
      // 0 is the user who asks (contract 8).
      const user = call.account.users.get(id === 0 ? call.credential.userId : id);
      if (user === undefined) throw refuse.notFound();
      return { status: 200, body: viewUser(call.account, user) };
    },
  }),
];

export function viewUser(account: Account, user: User) {
  return {
    id: user.id,
    uri: `${account.url}/api/users/${user.id}/`,
    active: user.active,
    email: user.email,
    name: user.name,
    ...splitName(user.name),
    role: { name: user.role },
    bio: null,
    country: null,
    language: user.language,
    timezone: user.timezone,
    external_id: user.externalId,
    client_id: user.clientId,
    has_password: user.role !== "bot",
    has_2fa_enabled: false,
    meta: {},
    created_datetime: formatTime(user.createdAt),
    updated_datetime: formatTime(user.updatedAt),
    deactivated_datetime: formatTime(user.deactivatedAt),
  };
}

function filterUsers(account: Account, query: z.output<typeof listQuery>): User[] {
  const search = query.search?.toLowerCase() ?? "";
  const found = query.email === undefined ? account.users.all() : account.users.by("email", query.email.toLowerCase());
  return found.filter(
    (user) =>
      (query.roles === undefined || query.roles.includes(user.role)) &&
      (query.external_id === undefined || user.externalId === query.external_id) &&
      (user.name.toLowerCase().includes(search) || user.email.toLowerCase().includes(search)),
  );
}
