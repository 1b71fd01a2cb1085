// What happens when a call is over: the end of data collection, files, and the agent's tags and notes (contract 3.1, 5.3).
import type * as z from "zod";
import { addTag } from "./companies.ts";
import type { Call, Tag } from "./entities.ts";
import { ControlError } from "../core/control-error.ts";
import { readSeconds, type Exchange } from "./exchange.ts";
import { findCall, findCompany, findUser } from "./find.ts";
import type * as inputs from "./inputs.ts";
import { publishCall, type CallResult } from "./publish-call.ts";
import { takeId } from "./state.ts";
import { stripEmoji } from "./strip-emoji.ts";

type Input<Schema extends z.ZodType> = z.input<Schema>;

/** Data collection is over: call.ended, with the files that are ready. */
export async function endCall(
  exchange: Exchange,
  id: number,
  input: Input<typeof inputs.endInput> = {},
): Promise<CallResult> {
  const { settings, timers } = exchange;
  const call = requireDone(findCall(exchange, id));
  if (call.collected) throw new ControlError(409, `call.ended of ${id} was sent before`);
  call.collected = true;
  const line = findCompany(exchange, call.companyId).lines.find((one) => one.id === call.lineId);
  const recorded = call.answeredAt !== null && (input.recording ?? line?.recording ?? false);
  if (recorded && !settings.lateAssets) addFile(call, "recording", input.sizeBytes);
  if (recorded && settings.lateAssets) {
    timers.after(settings.lateAssetsAfterSeconds, async () => {
      if (!call.files.recording) await generateAssets(exchange, id);
    });
  }
  if (call.files.voicemail) timers.after(settings.voicemailLeftAfterSeconds, () => announceVoicemail(exchange, call));
  const result = await publishCall(exchange, call, "call.ended");
  if (call.callbackMode === null || settings.callbackTagAt !== "tagged") return result;
  const tagged = await publishCall(exchange, call, "call.tagged");
  return { call, deliveries: [...result.deliveries, ...tagged.deliveries] };
}

/** A file is ready that call.ended may have missed. */
export function generateAssets(
  exchange: Exchange,
  id: number,
  input: Input<typeof inputs.assetsInput> = {},
): Promise<CallResult> {
  const call = requireDone(findCall(exchange, id));
  addFile(call, input.kind ?? (call.answeredAt === null ? "voicemail" : "recording"), input.sizeBytes);
  return publishCall(exchange, call, "call.comm_assets_generated");
}

export function assign(
  exchange: Exchange,
  id: number,
  input: Input<typeof inputs.assignInput> = {},
): Promise<CallResult> {
  const call = findCall(exchange, id);
  call.assignedToId = findUser(findCompany(exchange, call.companyId), input.user).id;
  return publishCall(exchange, call, "call.assigned");
}

/** An agent tags the call, by name or id; a name that does not exist yet is made. */
export function tag(exchange: Exchange, id: number, input: Input<typeof inputs.tagInput>): Promise<CallResult> {
  const call = findCall(exchange, id);
  const taggedById = chooseAuthor(exchange, call, input.user);
  for (const label of input.tags) {
    const { id: tagId } = findTag(exchange, call, label) ?? addTag(exchange, call.companyId, { name: String(label) });
    if (call.tags.some((one) => one.tagId === tagId)) continue;
    call.tags.push({ tagId, taggedAt: input.at ?? readSeconds(exchange), taggedById });
  }
  return publishCall(exchange, call, "call.tagged");
}

/** Takes tags off; the event lists those that remain. */
export function untag(exchange: Exchange, id: number, input: Input<typeof inputs.untagInput>): Promise<CallResult> {
  const call = findCall(exchange, id);
  const gone = new Set(input.tags.map((label) => findTag(exchange, call, label)?.id));
  call.tags = call.tags.filter((one) => !gone.has(one.tagId));
  return publishCall(exchange, call, "call.untagged");
}

/** A note is saved; `user: null` is a note without author, as the API makes them. */
export function comment(exchange: Exchange, id: number, input: Input<typeof inputs.commentInput>): Promise<CallResult> {
  const call = findCall(exchange, id);
  call.comments.push({
    id: takeId(exchange.state),
    content: stripEmoji(input.content),
    postedAt: input.at ?? readSeconds(exchange),
    postedById: input.user === null ? null : chooseAuthor(exchange, call, input.user),
  });
  return publishCall(exchange, call, "call.commented");
}

export function archive(exchange: Exchange, id: number): Promise<CallResult> {
  const call = findCall(exchange, id);
  call.archived = true;
  return publishCall(exchange, call, "call.archived");
}

/** Changes how a file answers: its size, its status, where it leads. Null takes a control back. */
export function controlMedia(exchange: Exchange, id: number, input: Input<typeof inputs.mediaInput>): CallResult {
  const call = findCall(exchange, id);
  const { kind = call.files.voicemail ? "voicemail" : "recording", base64, ...changes } = input;
  const content = base64 === undefined ? {} : { content: base64 === null ? null : Buffer.from(base64, "base64") };
  const merged = { ...call.mediaControls[kind], ...changes, ...content };
  call.mediaControls[kind] = {
    sizeBytes: merged.sizeBytes ?? undefined,
    chunked: merged.chunked ?? undefined,
    redirectTo: merged.redirectTo ?? undefined,
    status: merged.status ?? undefined,
    truncateAt: merged.truncateAt ?? undefined,
    hang: merged.hang ?? undefined,
    stallAt: merged.stallAt ?? undefined,
    content: merged.content ?? undefined,
    contentType: merged.contentType ?? undefined,
  };
  return { call, deliveries: [] };
}

/** Sends call.voicemail_left; a second time only when asked again. */
export async function announceVoicemail(exchange: Exchange, call: Call, again = false): Promise<CallResult> {
  if (call.voicemailAnnounced && !again) return { call, deliveries: [] };
  call.voicemailAnnounced = true;
  return publishCall(exchange, call, "call.voicemail_left");
}

/** The file exists from now on. */
export function addFile(call: Call, kind: "recording" | "voicemail", sizeBytes: number | undefined): void {
  call.files[kind] = true;
  if (sizeBytes !== undefined) call.mediaControls[kind].sizeBytes = sizeBytes;
}

function chooseAuthor(exchange: Exchange, call: Call, wanted: number | undefined): number {
  return findUser(findCompany(exchange, call.companyId), wanted ?? call.userId ?? undefined).id;
}

function findTag(exchange: Exchange, call: Call, label: string | number): Tag | undefined {
  return findCompany(exchange, call.companyId).tags.find((one) => one.id === label || one.name === label);
}

function requireDone(call: Call): Call {
  if (call.status !== "done") throw new ControlError(409, `call ${call.id} is still going on: hang up first`);
  return call;
}
