// What an app may change about a call: notes, tags, archive, files (contract 4.4).
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { archive, comment } from "../after-call.ts";
import { refuse } from "../errors.ts";
import { readSeconds, type Exchange } from "../exchange.ts";
import { publishCall } from "../publish-call.ts";
import { credentialOf } from "./credentials.ts";
import { findOwnCall, readCall } from "./calls.ts";

const maxComments = 5;
const newComment = z.object({ content: z.string().min(1) });
const newTags = z.object({ tags: z.array(z.coerce.number()).min(1) });

export function routeCallWrites(api: FastifyInstance, exchange: Exchange): void {
  api.post("/v1/calls/:id/comments", async (request, reply) => {
    const call = findOwnCall(exchange, request);
    const input = newComment.safeParse(request.body);
    if (!input.success) throw refuse(400, "content is missing");
    if (call.comments.filter((one) => one.postedById === null).length >= maxComments) {
      throw refuse(exchange.settings.commentLimitStatus, "A call takes 5 comments");
    }
    // Notes of the API have no author.
    await comment(exchange, call.id, { content: input.data.content, user: null });
    return reply.code(201).send();
  });
  api.post("/v1/calls/:id/tags", async (request, reply) => {
    const call = findOwnCall(exchange, request);
    const input = newTags.safeParse(request.body);
    if (!input.success) throw refuse(400, "tags must be a list of tag ids");
    const { company } = credentialOf(request);
    const unknown = input.data.tags.find((id) => company.tags.every((tag) => tag.id !== id));
    if (unknown !== undefined) throw refuse(400, `Tag ${unknown} does not exist`);
    for (const tagId of input.data.tags) {
      if (call.tags.some((one) => one.tagId === tagId)) continue;
      call.tags.push({ tagId, taggedAt: readSeconds(exchange), taggedById: null });
    }
    await publishCall(exchange, call, "call.tagged");
    return reply.code(201).send();
  });
  api.put("/v1/calls/:id/archive", async (request) => {
    const { call } = await archive(exchange, findOwnCall(exchange, request).id);
    return { call: readCall(exchange, request, call) };
  });
  api.put("/v1/calls/:id/unarchive", async (request) => {
    const call = findOwnCall(exchange, request);
    // There is no event for this (contract 3).
    call.archived = false;
    return { call: readCall(exchange, request, call) };
  });
  for (const kind of ["recording", "voicemail"] as const) {
    api.delete(`/v1/calls/:id/${kind}`, async (request) => {
      const call = findOwnCall(exchange, request);
      call.files[kind] = false;
      return { call: readCall(exchange, request, call) };
    });
  }
}
