// Tags of the company, the system's own among them (contract 9.5).
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { describeTag } from "../describe-resources.ts";
import type { Tag } from "../entities.ts";
import { refuse, refuseFields, refuseUnknown } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { takeId } from "../state.ts";
import { stripEmoji } from "../strip-emoji.ts";
import { credentialOf } from "./credentials.ts";
import { paginate } from "./paginate.ts";
import { readParam } from "./query.ts";

const color = z.string().regex(/^#[0-9a-f]{6}$/i);
const newTag = z.object({ name: z.string().min(1), color: color.default("#00B388") });
const changedTag = z.object({
  name: z.string().min(1).optional(),
  color: color.optional(),
  description: z.string().optional(),
});

export function routeTags(api: FastifyInstance, exchange: Exchange): void {
  api.get("/v1/tags", async (request) => {
    return paginate(exchange, request, credentialOf(request).company.tags, describeTag, { key: "tags" });
  });
  api.get("/v1/tags/:id", async (request) => ({ tag: describeTag(findTag(request)) }));
  api.post("/v1/tags", async (request, reply) => {
    const { company } = credentialOf(request);
    const input = newTag.safeParse(request.body ?? {});
    if (!input.success) throw refuseFields({ name: ["is missing or wrong"] });
    const name = stripEmoji(input.data.name);
    if (company.tags.some((one) => one.name === name)) throw refuse(400, "A tag of this name exists");
    // The description sent on creation was ignored in recordings.
    const tag: Tag = { id: takeId(exchange.state), name, color: input.data.color, description: null };
    company.tags.push(tag);
    return reply.code(201).send({ tag: describeTag(tag) });
  });
  api.put("/v1/tags/:id", async (request) => {
    const tag = findTag(request);
    const input = changedTag.safeParse(request.body ?? {});
    if (!input.success) throw refuseFields({ name: ["is wrong"] });
    tag.name = stripEmoji(input.data.name ?? tag.name);
    tag.color = input.data.color ?? tag.color;
    tag.description = input.data.description ?? tag.description;
    return { tag: describeTag(tag) };
  });
  api.delete("/v1/tags/:id", async (request, reply) => {
    const { company } = credentialOf(request);
    const tag = findTag(request);
    company.tags = company.tags.filter((one) => one !== tag);
    // A deleted tag disappears from all past calls.
    for (const call of exchange.state.calls.all()) call.tags = call.tags.filter((one) => one.tagId !== tag.id);
    return reply.code(204).send();
  });
}

function findTag(request: FastifyRequest): Tag {
  const tag = credentialOf(request).company.tags.find((one) => String(one.id) === readParam(request, "id"));
  if (tag === undefined) throw refuseUnknown("Tag");
  return tag;
}
