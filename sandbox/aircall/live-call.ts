// What happens while a call lives: ringing, menus, answering, holding, transferring, hanging up (contract 3.1, 5.4).
import type * as z from "zod";
import type { Call, MissedReason } from "./entities.ts";
import { ControlError } from "../core/control-error.ts";
import { endCall } from "./after-call.ts";
import { readSeconds, type Exchange } from "./exchange.ts";
import { findCall, findCompany, findTeam, findUser } from "./find.ts";
import type * as inputs from "./inputs.ts";
import { publishCall, type CallResult } from "./publish-call.ts";
import { findSystemTag } from "./system-tags.ts";

type Input<Schema extends z.ZodType> = z.input<Schema>;

/** Lets the call ring on one agent; may be repeated. */
export function ring(exchange: Exchange, id: number, input: Input<typeof inputs.ringInput> = {}): Promise<CallResult> {
  const call = requireStatus(findCall(exchange, id), "initial", "inbound");
  call.rungUserId = chooseAgent(exchange, call, input.user);
  rememberTeam(exchange, call, input.team);
  return publishCall(exchange, call, "call.ringing_on_agent");
}

export function decline(
  exchange: Exchange,
  id: number,
  input: Input<typeof inputs.declineInput> = {},
): Promise<CallResult> {
  const call = requireStatus(findCall(exchange, id), "initial", "inbound");
  call.rungUserId = chooseAgent(exchange, call, input.user);
  return publishCall(exchange, call, "call.agent_declined");
}

export function chooseIvr(
  exchange: Exchange,
  id: number,
  input: Input<typeof inputs.ivrInput> = {},
): Promise<CallResult> {
  const call = requireStatus(findCall(exchange, id), "initial", "inbound");
  const { title = "Billing", key = "2", branch = key } = input;
  const createdAt = input.at ?? readSeconds(exchange);
  call.ivrOptions.push({ id: `ivr-${call.ivrOptions.length + 1}`, title, key, branch, createdAt });
  return publishCall(exchange, call, "call.ivr_option_selected");
}

/** Picked up: by an agent (inbound) or by the remote side (outbound). Also settles a callback request. */
export async function answer(
  exchange: Exchange,
  id: number,
  input: Input<typeof inputs.ringInput> = {},
): Promise<CallResult> {
  const call = requireStatus(findCall(exchange, id), "initial");
  if (call.direction === "inbound") call.userId = chooseAgent(exchange, call, input.user);
  rememberTeam(exchange, call, input.team);
  call.status = "answered";
  call.answeredAt = input.at ?? readSeconds(exchange);
  const result = await publishCall(exchange, call, "call.answered");
  const settled = await markCalledBack(exchange, call);
  return { call, deliveries: [...result.deliveries, ...settled] };
}

export function hold(exchange: Exchange, id: number): Promise<CallResult> {
  return publishCall(exchange, requireStatus(findCall(exchange, id), "answered"), "call.hold");
}

export function unhold(exchange: Exchange, id: number): Promise<CallResult> {
  return publishCall(exchange, requireStatus(findCall(exchange, id), "answered"), "call.unhold");
}

/** To a user, or to a team: then `transferred_to` is its first member, whichever member takes it (contract 5.4). */
export function transfer(
  exchange: Exchange,
  id: number,
  input: Input<typeof inputs.transferInput> = {},
): Promise<CallResult> {
  const call = setTransfer(exchange, id, input);
  call.userId = call.transferredToId;
  return publishCall(exchange, call, "call.transferred");
}

/** No agent took it: the first agent keeps the call, both keys stay. */
export function failTransfer(
  exchange: Exchange,
  id: number,
  input: Input<typeof inputs.transferInput> = {},
): Promise<CallResult> {
  return publishCall(exchange, setTransfer(exchange, id, input), "call.unsuccessful_transfer");
}

export function transferOutside(
  exchange: Exchange,
  id: number,
  input: Input<typeof inputs.externalTransferInput> = {},
): Promise<CallResult> {
  const call = requireLive(findCall(exchange, id));
  call.externalTransferredTo = input.to ?? "+442079460958";
  return publishCall(exchange, call, "call.external_transferred");
}

/** The line drops. At a speed above 0, call.ended follows by itself. */
export function hangUp(
  exchange: Exchange,
  id: number,
  input: Input<typeof inputs.hangUpInput> = {},
): Promise<CallResult> {
  const call = requireLive(findCall(exchange, id));
  const endedAt = input.at ?? readSeconds(exchange);
  const missed = call.direction === "inbound" && call.answeredAt === null;
  call.missedReason = missed ? (input.reason ?? guessReason(exchange, call, endedAt)) : null;
  return finish(exchange, call, endedAt);
}

/** The caller presses * while waiting: unanswered, no reason, and the system tag (contract 5.2). */
export function requestCallback(
  exchange: Exchange,
  id: number,
  input: Input<typeof inputs.callbackInput> = {},
): Promise<CallResult> {
  const call = requireStatus(findCall(exchange, id), "initial", "inbound");
  const endedAt = input.at ?? readSeconds(exchange);
  const tag = findSystemTag(findCompany(exchange, call.companyId), "queue_callback");
  call.callbackMode = input.mode ?? exchange.settings.callbackMode;
  call.tags.push({ tagId: tag.id, taggedAt: endedAt - 1, taggedById: null });
  return finish(exchange, call, endedAt);
}

function finish(exchange: Exchange, call: Call, endedAt: number): Promise<CallResult> {
  call.status = "done";
  call.endedAt = endedAt;
  exchange.timers.after(exchange.settings.endedAfterSeconds, async () => {
    if (!findCall(exchange, call.id).collected) await endCall(exchange, call.id);
  });
  return publishCall(exchange, call, "call.hungup");
}

async function markCalledBack(exchange: Exchange, call: Call): Promise<CallResult["deliveries"]> {
  const original = call.callbackOfId === null ? undefined : exchange.state.calls.get(call.callbackOfId);
  if (original === undefined) return [];
  const tag = findSystemTag(findCompany(exchange, call.companyId), "queue_called_back");
  original.tags.push({ tagId: tag.id, taggedAt: call.answeredAt ?? readSeconds(exchange), taggedById: null });
  return (await publishCall(exchange, original, "call.tagged")).deliveries;
}

/** Why no agent answered, in the words of contract 4.1. */
function guessReason(exchange: Exchange, call: Call, endedAt: number): MissedReason {
  const line = findCompany(exchange, call.companyId).lines.find((one) => one.id === call.lineId);
  const rung = call.rungUserId !== null;
  if (line?.availability === "closed" && !rung) return "out_of_opening_hours";
  if (endedAt - call.startedAt < 10) return "short_abandoned";
  if (rung) return "agents_did_not_answer";
  return line?.isIvr === true && call.ivrOptions.length === 0 ? "abandoned_in_ivr" : "abandoned_in_classic";
}

function setTransfer(exchange: Exchange, id: number, input: Input<typeof inputs.transferInput>): Call {
  const call = requireStatus(findCall(exchange, id), "answered");
  const company = findCompany(exchange, call.companyId);
  const team = input.team === undefined ? undefined : findTeam(company, input.team);
  const other = company.users.find((user) => user.id !== call.userId);
  call.transferredById = call.userId;
  call.transferredToId = findUser(company, input.to ?? team?.userIds[0] ?? other?.id).id;
  rememberTeam(exchange, call, input.team);
  return call;
}

function chooseAgent(exchange: Exchange, call: Call, wanted: number | undefined): number {
  const company = findCompany(exchange, call.companyId);
  const line = company.lines.find((one) => one.id === call.lineId);
  return findUser(company, wanted ?? call.rungUserId ?? line?.userIds[0]).id;
}

function rememberTeam(exchange: Exchange, call: Call, teamId: number | undefined): void {
  if (teamId === undefined || call.teamIds.includes(teamId)) return;
  call.teamIds.push(findTeam(findCompany(exchange, call.companyId), teamId).id);
}

function requireLive(call: Call): Call {
  if (call.status === "done") throw new ControlError(409, `call ${call.id} is over`);
  return call;
}

function requireStatus(call: Call, status: Call["status"], direction = call.direction): Call {
  if (call.status !== status) throw new ControlError(409, `call ${call.id} is ${call.status}, this needs ${status}`);
  if (call.direction !== direction)
    throw new ControlError(409, `call ${call.id} is ${call.direction}, this needs ${direction}`);
  return call;
}
