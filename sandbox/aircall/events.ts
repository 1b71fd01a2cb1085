// The 67 event names a webhook may subscribe to (contract 3), and the resource each one speaks of.

const callEvents = [
  "call.created",
  "call.ringing_on_agent",
  "call.agent_declined",
  "call.answered",
  "call.transferred",
  "call.external_transferred",
  "call.unsuccessful_transfer",
  "call.hungup",
  "call.ended",
  "call.hold",
  "call.unhold",
  "call.ivr_option_selected",
  "call.voicemail_left",
  "call.comm_assets_generated",
  "call.assigned",
  "call.archived",
  "call.tagged",
  "call.untagged",
  "call.commented",
] as const;

export type CallEvent = (typeof callEvents)[number];

const userMoments = ["created", "deleted", "connected", "disconnected", "opened", "closed", "wut_start", "wut_end"];

const byResource: Readonly<Record<string, readonly string[]>> = {
  call: callEvents,
  message: ["message", "group_message"].flatMap((kind) =>
    ["sent", "received", "status_updated"].map((moment) => `${kind}.${moment}`),
  ),
  contact: ["contact.created", "contact.updated", "contact.deleted"],
  number: ["number.created", "number.opened", "number.closed", "number.deleted"],
  user: userMoments.flatMap((moment) => [`user.${moment}.v2`, `user.${moment}`]),
  conversation_intelligence: [
    "transcription.created",
    "realtime_transcription.utterances_received",
    "summary.created",
    "topics.created",
    "sentiment.created",
    "action_item.created",
    "playbook_result.created",
    "playbook_result.updated",
    "custom_summary.result_created",
    "custom_summary.result_updated",
    "call_evaluation.created",
    "call_evaluation.updated",
  ],
  ai_voice_agent: ["started", "ended", "escalated", "summary"].map((moment) => `ai_voice_agent.${moment}`),
  analytics: ["analytics.report_created", "analytics.report_failed"],
  integration: ["integration.deleted"],
};

const resources = new Map(
  Object.entries(byResource).flatMap(([resource, names]) => names.map((name) => [name, resource])),
);

/** Every event name, in catalogue order. */
export const eventNames: readonly string[] = [...resources.keys()];

/** The envelope's `resource` for an event; undefined when Aircall has no such event. */
export function findResource(event: string): string | undefined {
  return resources.get(event);
}
