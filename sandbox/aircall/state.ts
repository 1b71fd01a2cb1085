// The Aircall simulator's memory: companies, calls, messages, the request log, and the next free ids.
import type { RequestWindow } from "../core/rate-limit.ts";
import { createCollection, type Collection } from "../core/store.ts";
import type { Call, Company, OauthApp, OauthCode } from "./entities.ts";
import type { Message, MessageConfiguration } from "./messages/message.ts";

/** One API request as it was received; status is null until it was answered (or never). */
export interface RequestEntry {
  atMs: number;
  method: string;
  url: string;
  status: number | null;
  companyId: number | null;
  credential: "basic" | "bearer" | null;
  body: unknown;
  /** The fault that met it; null when none did. */
  fault: string | null;
}

export interface AircallState {
  companies: Company[];
  calls: Collection<Call, never>;
  messages: Collection<Message, never>;
  /** Lines in proxy mode, by line id (contract 6.1). */
  messageConfigurations: Map<number, MessageConfiguration>;
  requests: RequestEntry[];
  rateWindows: Map<number, RequestWindow>;
  /** What can be installed. */
  apps: OauthApp[];
  codes: Map<string, OauthCode>;
  nextId: number;
  nextCallId: number;
  nextSignature: number;
}

/** Call ids start beyond 2^31, as the real ones do (contract 4). */
const firstCallId = 3_123_456_789;

/** An empty memory. */
export function createState(): AircallState {
  return {
    companies: [],
    calls: createCollection({}),
    messages: createCollection({}),
    messageConfigurations: new Map(),
    requests: [],
    rateWindows: new Map(),
    apps: [],
    codes: new Map(),
    nextId: 10_000,
    nextCallId: firstCallId,
    nextSignature: 1,
  };
}

/** Empties the memory in place, so that every holder sees the same emptiness. */
export function clearState(state: AircallState): void {
  Object.assign(state, createState());
}

/** A number no other record has. */
export function takeId(state: AircallState): number {
  return state.nextId++;
}
