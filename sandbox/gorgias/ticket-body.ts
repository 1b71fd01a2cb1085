// Bodies that make and change tickets (contract 5.3 and 5.5).
import { z } from "zod";
import { customFieldsInput, emailField, externalIdField, idField, jsonObject, slugField } from "./fields.ts";
import { subjectField, timeField } from "./fields.ts";
import { messageInput } from "./message-body.ts";
import type { GorgiasSettings } from "./settings.ts";
import { priorities, viaWords } from "./vocabulary.ts";

/** No phone here: the schema has none (contract 5.3). */
const customerInput = z.strictObject({
  id: idField.optional(),
  email: emailField.optional(),
  name: z.string().nullable().optional(),
});
const reference = z.strictObject({ id: idField.nullable() }).nullable().optional();
const time = timeField.nullable().optional();
const via = z.enum(viaWords);

const sharedKeys = {
  external_id: externalIdField.optional(),
  status: z.enum(["open", "closed"]).optional(),
  priority: z.enum(priorities).optional(),
  spam: z.boolean().optional(),
  subject: subjectField.optional(),
  language: z.string().nullable().optional(),
  meta: jsonObject.nullable().optional(),
  customer: customerInput.nullable().optional(),
  assignee_user: reference,
  assignee_team: reference,
  tags: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(256),
        decoration: z.strictObject({ color: z.string().optional() }).nullable().optional(),
      }),
    )
    .optional(),
  custom_fields: customFieldsInput.optional(),
  opened_datetime: time,
  closed_datetime: time,
  updated_datetime: timeField.optional(),
  last_message_datetime: time,
  last_received_message_datetime: time,
  snooze_datetime: time,
  trashed_datetime: time,
};

const createShape = z.strictObject({
  ...sharedKeys,
  /** Left out, it becomes `email` (contract 16). */
  channel: slugField.default("email"),
  via: via.optional(),
  from_agent: z.boolean(),
  created_datetime: timeField.optional(),
  imported: z.boolean().optional(),
  split_from: idField.nullable().optional(),
});

export function ticketInput(settings: GorgiasSettings) {
  const shape = createShape.extend({ messages: z.array(messageInput(settings)).min(1).max(500) });
  return settings.viaRequired ? shape.extend({ via }) : shape;
}

/** `created_datetime` is not writable after creation (contract 5.5). */
export const ticketChange = z.strictObject({
  ...sharedKeys,
  channel: slugField.optional(),
  via: via.optional(),
  from_agent: z.boolean().optional(),
  is_unread: z.boolean().optional(),
});

export type TicketInput = z.output<ReturnType<typeof ticketInput>>;
export type TicketChange = z.output<typeof ticketChange>;
