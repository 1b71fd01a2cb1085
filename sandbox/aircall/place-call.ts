// A call begins: an outside party dials a line, or an agent dials an outside party.
import { randomBytes } from "node:crypto";
import type * as z from "zod";
import { chooseContact } from "./choose-contact.ts";
import { chooseLine } from "./choose-line.ts";
import type { Call } from "./entities.ts";
import { readSeconds, type Exchange } from "./exchange.ts";
import { findTeam, findUser } from "./find.ts";
import type { placeInput } from "./inputs.ts";
import { publishCall, type CallResult } from "./publish-call.ts";

/** The caller when a control names none: the seeded contact "Cleo Caller". */
export const defaultCaller = "+12025550147";

/** Makes the call, then sends call.created. */
export function placeCall(exchange: Exchange, input: z.input<typeof placeInput> = {}): Promise<CallResult> {
  const call = createCall(exchange, input);
  exchange.state.calls.put(call);
  return publishCall(exchange, call, "call.created");
}

function createCall(exchange: Exchange, input: z.input<typeof placeInput>): Call {
  const { company, line } = chooseLine(exchange, input);
  const digits = input.from ?? defaultCaller;
  const direction = input.direction ?? "inbound";
  const id = exchange.state.nextCallId++;
  return {
    id,
    companyId: company.id,
    lineId: line.id,
    uuid: `CA${randomBytes(16).toString("hex")}`,
    direction,
    status: "initial",
    digits,
    contactId: chooseContact(exchange, company, digits, input.contact),
    // An outbound call has its agent from the start, an inbound one has none (contract 3.1).
    userId: direction === "outbound" ? findUser(company, input.user ?? line.userIds[0]).id : null,
    rungUserId: input.user === undefined ? null : findUser(company, input.user).id,
    teamIds: input.team === undefined ? [] : [findTeam(company, input.team).id],
    startedAt: input.at ?? readSeconds(exchange),
    answeredAt: null,
    endedAt: null,
    missedReason: null,
    collected: false,
    ivrOptions: [],
    transferredById: null,
    transferredToId: null,
    externalTransferredTo: null,
    assignedToId: null,
    tags: [],
    comments: [],
    archived: false,
    files: { recording: false, voicemail: false },
    mediaControls: { recording: {}, voicemail: {} },
    voicemailAnnounced: false,
    callbackMode: null,
    automaticCallbackCallId: null,
    callbackOfId: null,
    cards: [],
  };
}
