// An agent calls back who asked for it: an outbound call that settles the request when answered (contract 5.2).
import type * as z from "zod";
import { ControlError } from "../core/control-error.ts";
import type { Exchange } from "./exchange.ts";
import { findCall } from "./find.ts";
import type { callBackInput } from "./inputs.ts";
import { placeCall } from "./place-call.ts";
import type { CallResult } from "./publish-call.ts";

/** Places the outbound call. Only an automated request is linked to it, on the original (assumed direction, contract 4). */
export async function callBack(
  exchange: Exchange,
  id: number,
  input: z.input<typeof callBackInput> = {},
): Promise<CallResult> {
  const original = findCall(exchange, id);
  if (original.callbackMode === null)
    throw new ControlError(409, `the caller did not ask to be called back in call ${id}`);
  const { companyId: company, lineId: line, digits: from } = original;
  const result = await placeCall(exchange, { ...input, company, line, from, direction: "outbound" });
  result.call.callbackOfId = original.id;
  if (original.callbackMode === "automated") original.automaticCallbackCallId = result.call.id;
  return result;
}
