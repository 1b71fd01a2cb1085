// Whole stories at once: every event of a call, with times spread as recorded (contract 3.2) and counted back from now.
import type { Call } from "./entities.ts";
import { comment, endCall, generateAssets, tag, announceVoicemail } from "./after-call.ts";
import { callBack } from "./call-back.ts";
import { readSeconds, type Exchange } from "./exchange.ts";
import type { StoryInput } from "./inputs.ts";
import { leaveVoicemail } from "./leave-voicemail.ts";
import {
  answer,
  chooseIvr,
  failTransfer,
  hangUp,
  hold,
  requestCallback,
  ring,
  transfer,
  transferOutside,
  unhold,
} from "./live-call.ts";
import { placeCall } from "./place-call.ts";

/** The calls a story made, the one it is about first. */
export interface Story {
  calls: Call[];
}

/** How long after hang-up everything has happened that the story tells. */
function storyEnd(exchange: Exchange): number {
  const { endedAfterSeconds, voicemailLeftAfterSeconds, lateNotesSeconds } = exchange.settings;
  return Math.ceil(Math.max(endedAfterSeconds + voicemailLeftAfterSeconds, lateNotesSeconds));
}

async function begin(exchange: Exchange, input: StoryInput, startedAt: number): Promise<Call> {
  const { company, line, direction, from, user, team, contact } = input;
  const { call } = await placeCall(exchange, { company, line, direction, from, user, team, contact, at: startedAt });
  if (input.ivr !== undefined) await chooseIvr(exchange, call.id, { ...input.ivr, at: startedAt + 6 });
  return call;
}

/** No agent answers and the caller says nothing: missed (inbound) or in vain (outbound). */
export async function tellMissed(exchange: Exchange, input: StoryInput = {}): Promise<Story> {
  const hungUpAt = readSeconds(exchange) - storyEnd(exchange);
  const call = await begin(exchange, input, hungUpAt - (input.durationSeconds ?? 17));
  if (call.direction === "inbound") await ring(exchange, call.id, { user: input.user });
  await hangUp(exchange, call.id, { at: hungUpAt });
  return finish(exchange, call, input);
}

/** Answered, talked, hung up; the agent's tags and note come late unless `lateNotesSeconds` is 0. */
export async function tellAnswered(exchange: Exchange, input: StoryInput = {}): Promise<Story> {
  return talk(exchange, input, async () => undefined);
}

/** Answered, then passed on: to a colleague, in vain, or to the outside. */
export async function tellTransfer(exchange: Exchange, input: StoryInput = {}): Promise<Story> {
  return talk(exchange, input, async (call) => {
    await hold(exchange, call.id);
    await unhold(exchange, call.id);
    if (input.transfer === "external") await transferOutside(exchange, call.id);
    else if (input.transfer === "failed") await failTransfer(exchange, call.id);
    else await transfer(exchange, call.id);
  });
}

/** No agent answers and the caller leaves a message. */
export async function tellVoicemail(exchange: Exchange, input: StoryInput = {}): Promise<Story> {
  const hungUpAt = readSeconds(exchange) - storyEnd(exchange);
  const call = await begin(exchange, { ...input, direction: "inbound" }, hungUpAt - (input.durationSeconds ?? 17));
  await ring(exchange, call.id, { user: input.user });
  await leaveVoicemail(exchange, call.id, { sizeBytes: input.sizeBytes, at: hungUpAt });
  const story = await finish(exchange, call, input);
  await announceVoicemail(exchange, call);
  return story;
}

/** The caller asks to be called back; when automated (or told so) an agent does, and is answered. */
export async function tellCallback(exchange: Exchange, input: StoryInput = {}): Promise<Story> {
  const talkSeconds = 60;
  const hungUpAt = readSeconds(exchange) - 2 * storyEnd(exchange) - talkSeconds;
  const original = await begin(exchange, { ...input, direction: "inbound" }, hungUpAt - (input.durationSeconds ?? 33));
  await requestCallback(exchange, original.id, { mode: input.mode, at: hungUpAt });
  const { calls } = await finish(exchange, original, input);
  if (!(input.callBack ?? original.callbackMode === "automated")) return { calls };
  const endedAt = readSeconds(exchange) - storyEnd(exchange);
  const { call: second } = await callBack(exchange, original.id, { user: input.user, at: endedAt - talkSeconds });
  await answer(exchange, second.id, { at: endedAt - talkSeconds + 5 });
  await hangUp(exchange, second.id, { at: endedAt });
  await endCall(exchange, second.id, { sizeBytes: input.sizeBytes });
  return { calls: [original, second] };
}

/** A call that begins, rings, and is never heard of again (contract 2.3). */
export async function tellPhantom(exchange: Exchange, input: StoryInput = {}): Promise<Story> {
  const call = await begin(exchange, input, readSeconds(exchange));
  if (call.direction === "inbound") await ring(exchange, call.id, { user: input.user });
  return { calls: [call] };
}

/** One real call on a menu's line and the line behind it: call.created comes twice, under two ids (contract 2.3). */
export async function tellParentAndChild(exchange: Exchange, input: StoryInput = {}): Promise<Story> {
  const started = readSeconds(exchange) - storyEnd(exchange) - (input.durationSeconds ?? 125);
  const parent = await begin(exchange, { ...input, direction: "inbound" }, started);
  const lines = exchange.state.companies.find((company) => company.id === parent.companyId)?.lines ?? [];
  const child = input.childLine ?? lines.find((line) => line.id !== parent.lineId)?.id;
  const { calls } = await tellAnswered(exchange, {
    ...input,
    direction: "inbound",
    company: parent.companyId,
    line: child,
  });
  return { calls: [...calls, parent] };
}

async function talk(
  exchange: Exchange,
  input: StoryInput,
  meanwhile: (call: Call) => Promise<unknown>,
): Promise<Story> {
  const hungUpAt = readSeconds(exchange) - storyEnd(exchange);
  const duration = input.durationSeconds ?? 125;
  const startedAt = hungUpAt - duration;
  const call = await begin(exchange, input, startedAt);
  if (call.direction === "inbound") await ring(exchange, call.id, { user: input.user });
  await answer(exchange, call.id, { user: input.user, at: startedAt + Math.min(12, duration - 1) });
  await meanwhile(call);
  if (exchange.settings.lateNotesSeconds === 0) await takeNotes(exchange, call, input, hungUpAt);
  await hangUp(exchange, call.id, { at: hungUpAt });
  return finish(exchange, call, input);
}

async function finish(exchange: Exchange, call: Call, input: StoryInput): Promise<Story> {
  const { lateAssets, lateNotesSeconds } = exchange.settings;
  await endCall(exchange, call.id, { sizeBytes: input.sizeBytes });
  const recorded = exchange.state.companies.some((company) =>
    company.lines.some((line) => line.id === call.lineId && line.recording),
  );
  if (lateAssets && recorded && call.answeredAt !== null) {
    await generateAssets(exchange, call.id, { kind: "recording", sizeBytes: input.sizeBytes });
  }
  const noted = lateNotesSeconds === 0 && call.answeredAt !== null;
  if (!noted) await takeNotes(exchange, call, input, (call.endedAt ?? call.startedAt) + Math.ceil(lateNotesSeconds));
  return { calls: [call] };
}

async function takeNotes(exchange: Exchange, call: Call, input: StoryInput, at: number): Promise<void> {
  if (input.tags !== undefined) await tag(exchange, call.id, { tags: input.tags, user: input.user, at });
  if (input.comment !== undefined) await comment(exchange, call.id, { content: input.comment, user: input.user, at });
}
