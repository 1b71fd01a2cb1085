// /api/events (contract 10.3, capabilities 0.11).
import { z } from "zod";
import { formatTime } from "./datetime.ts";
import { defineEndpoint, type Endpoint } from "./endpoint.ts";
import { pageQuery, queryInt, repeated, timeField } from "./fields.ts";
import { pageOf } from "./list-page.ts";
import { eventTypes, type LoggedEvent } from "./model.ts";

const listQuery = z.strictObject({
  ...pageQuery,
  types: repeated(z.enum(eventTypes)).optional(),
  object_type: z.string().optional(),
  object_id: queryInt.optional(),
  "created_datetime[gte]": timeField.optional(),
  "created_datetime[gt]": timeField.optional(),
  "created_datetime[lte]": timeField.optional(),
  "created_datetime[lt]": timeField.optional(),
  order_by: z.enum(["created_datetime:asc", "created_datetime:desc"]).default("created_datetime:desc"),
});

export const eventEndpoints: Endpoint[] = [
  defineEndpoint({
    method: "GET",
    path: "/events",
    query: listQuery,
    handle: (call) => ({
      status: 200,
      body: pageOf(call, {
        records: call.account.events.filter((event) => isWanted(event, call.query)),
        sortKey: ({ createdAt }) => createdAt,
        descending: call.query.order_by === "created_datetime:desc",
        format: viewEvent,
      }),
    }),
  }),
];

function isWanted(event: LoggedEvent, query: z.output<typeof listQuery>): boolean {
  const { types, object_type: objectType, object_id: objectId } = query;
  return (
    (types === undefined || types.includes(event.type)) &&
    (objectType === undefined || event.objectType === objectType) &&
    (objectId === undefined || event.objectId === objectId) &&
    event.createdAt >= (query["created_datetime[gte]"] ?? 0) &&
    event.createdAt > (query["created_datetime[gt]"] ?? -1) &&
    event.createdAt <= (query["created_datetime[lte]"] ?? Number.POSITIVE_INFINITY) &&
    event.createdAt < (query["created_datetime[lt]"] ?? Number.POSITIVE_INFINITY)
  );
}

function viewEvent({ id, type, objectType, objectId, data, createdAt }: LoggedEvent) {
  return {
    id,
    type,
    object_type: objectType,
    object_id: objectId,
    user_id: null,
    context: null,
    data,
    uri: `/api/events/${id}/`,
    created_datetime: formatTime(createdAt),
  };
}
