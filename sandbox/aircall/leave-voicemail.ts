// The caller leaves a message instead of talking to an agent (contract 5.3).
import type * as z from "zod";
import { addFile, announceVoicemail } from "./after-call.ts";
import { ControlError } from "../core/control-error.ts";
import type { Exchange } from "./exchange.ts";
import { findCall } from "./find.ts";
import type { voicemailInput } from "./inputs.ts";
import { hangUp } from "./live-call.ts";
import type { CallResult } from "./publish-call.ts";

/** The caller leaves a message: hangs up if the call still rings; call.voicemail_left comes after call.ended. */
export async function leaveVoicemail(
  exchange: Exchange,
  id: number,
  input: z.input<typeof voicemailInput> = {},
): Promise<CallResult> {
  const call = findCall(exchange, id);
  if (call.answeredAt !== null || call.direction === "outbound") {
    throw new ControlError(409, `call ${id} cannot get a voicemail: only unanswered inbound calls do`);
  }
  addFile(call, "voicemail", input.sizeBytes);
  if (call.status !== "done") {
    // Who leaves a message did not give up, however short the wait was.
    const reason = call.rungUserId === null ? "no_available_agent" : "agents_did_not_answer";
    return hangUp(exchange, id, { reason, at: input.at });
  }
  return call.collected ? announceVoicemail(exchange, call, true) : { call, deliveries: [] };
}
