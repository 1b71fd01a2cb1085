// /api/tags (contract 9).
import { z } from "zod";
import type { Account } from "./account.ts";
import { formatTime } from "./datetime.ts";
import { type Call, defineEndpoint, type Endpoint, readId } from "./endpoint.ts";
import { idField, idsBody, pageQuery } from "./fields.ts";
import { pageOf } from "./list-page.ts";
import type { Tag } from "./model.ts";
import { addTag, changeTag, deleteTag, setTags } from "./save-tag.ts";
import { refuse } from "./vendor-error.ts";

const keys = {
  name: z.string().min(1).max(256),
  description: z.string().max(1024).nullable().optional(),
  decoration: z
    .strictObject({
      color: z
        .string()
        .regex(/^#[0-9a-f]{6}$/i, "Not a valid color.")
        .optional(),
    })
    .nullable()
    .optional(),
};

const listQuery = z.strictObject({
  ...pageQuery,
  search: z.string().optional(),
  order_by: z
    .enum([
      "created_datetime:asc",
      "created_datetime:desc",
      "name:asc",
      "name:desc",
      "usage:asc,name:asc",
      "usage:desc,name:desc",
    ])
    .default("created_datetime:desc"),
});

export const tagEndpoints: Endpoint[] = [
  defineEndpoint({
    method: "GET",
    path: "/tags",
    query: listQuery,
    handle: (call) => {
      const { account, query } = call;
      const search = query.search?.toLowerCase() ?? "";
      return {
        status: 200,
        body: pageOf(call, {
          records: account.tags.all().filter((tag) => tag.name.toLowerCase().includes(search)),
          sortKey: sortKeyOf(account, query.order_by),
          descending: query.order_by.endsWith(":desc"),
          format: (tag) => viewTag(account, tag),
        }),
      };
    },
  }),
  defineEndpoint({
    method: "POST",
    path: "/tags",
    failure: "Failed to create tag",
    body: z.strictObject(keys),
    handle: ({ account, body }) => ({ status: 201, body: viewTag(account, addTag(account, body)) }),
  }),
  defineEndpoint({
    method: "DELETE",
    path: "/tags",
    failure: "Failed to delete tags",
    body: idsBody,
    handle: ({ account, body }) => {
      for (const tag of body.ids.map((id) => findTag(account, id))) deleteTag(account, tag);
      return { status: 204 };
    },
  }),
  defineEndpoint({
    method: "GET",
    path: "/tags/:id",
    handle: (call) => ({ status: 200, body: viewTag(call.account, findTag(call.account, readId(call))) }),
  }),
  defineEndpoint({
    method: "PUT",
    path: "/tags/:id",
    failure: "Failed to update tag",
    body: z.strictObject({ ...keys, name: keys.name.optional() }),
    handle: (call) => {
      const tag = changeTag(call.account, findTag(call.account, readId(call)), {
        ...call.body,
        name: call.body.name ?? findTag(call.account, readId(call)).name,
      });
      return { status: 202, body: viewTag(call.account, tag) };
    },
  }),
  defineEndpoint({
    method: "DELETE",
    path: "/tags/:id",
    handle: (call) => {
      deleteTag(call.account, findTag(call.account, readId(call)));
      return { status: 204 };
    },
  }),
  defineEndpoint({
    method: "PUT",
    path: "/tags/:id/merge",
    failure: "Failed to merge tags",
    body: z.strictObject({ source_tags_ids: z.array(idField).min(1) }),
    handle: (call) => mergeTags(call.account, readId(call), call),
  }),
];

function mergeTags(account: Account, id: number, { body }: Call<unknown, { source_tags_ids: number[] }>) {
  const target = findTag(account, id);
  const sources = body.source_tags_ids.filter((source) => source !== id).map((source) => findTag(account, source));
  for (const source of sources) {
    for (const ticket of account.tickets.by("tag", source.id)) setTags(account, ticket, [...ticket.tagIds, target.id]);
    deleteTag(account, source);
  }
  return { status: 202, body: viewTag(account, target) };
}

export function viewTag(account: Account, tag: Tag) {
  return {
    id: tag.id,
    name: tag.name,
    description: tag.description,
    decoration: { color: tag.color },
    usage: account.tickets.count("tag", tag.id),
    uri: `/api/tags/${tag.id}/`,
    created_datetime: formatTime(tag.createdAt),
    deleted_datetime: null,
  };
}

function findTag(account: Account, id: number): Tag {
  const tag = account.tags.get(id);
  if (tag === undefined) throw refuse.notFound();
  return tag;
}

function sortKeyOf(account: Account, order: string): (tag: Tag) => string | number {
  if (order.startsWith("name")) return (tag) => tag.name;
  if (order.startsWith("usage")) return (tag) => account.tickets.count("tag", tag.id);
  return (tag) => tag.createdAt;
}
