// The phone: everything a person or a test can make happen in the Aircall simulator, typed.
import type * as z from "zod";
import * as after from "./after-call.ts";
import { callBack } from "./call-back.ts";
import * as companies from "./companies.ts";
import type { AircallDeliveries } from "./deliveries.ts";
import type { Call, MediaKind } from "./entities.ts";
import type { Exchange } from "./exchange.ts";
import { findCall } from "./find.ts";
import type * as inputs from "./inputs.ts";
import { addApp, listApps } from "./oauth/apps.ts";
import { leaveVoicemail } from "./leave-voicemail.ts";
import * as live from "./live-call.ts";
import { mediaSize, sumMedia } from "./media.ts";
import * as messages from "./messages/message-actions.ts";
import { placeCall } from "./place-call.ts";
import type { CallResult } from "./publish-call.ts";
import { aircallSettingsSchema, type AircallSettings } from "./settings.ts";
import type { AircallState } from "./state.ts";
import * as stories from "./stories.ts";

type Input<Schema extends z.ZodType> = z.input<Schema>;
type Tail<Fn> = Fn extends (exchange: Exchange, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never;
type Bound<Group> = { [Key in keyof Group]: Tail<Group[Key]> };

/** Every action on one call, by the name of its control route. */
export const callActions = {
  ring: live.ring,
  decline: live.decline,
  ivr: live.chooseIvr,
  answer: live.answer,
  hold: live.hold,
  unhold: live.unhold,
  transfer: live.transfer,
  transferFailed: live.failTransfer,
  transferExternal: live.transferOutside,
  hangup: live.hangUp,
  callbackRequest: live.requestCallback,
  callBack,
  end: after.endCall,
  voicemail: leaveVoicemail,
  assets: after.generateAssets,
  assign: after.assign,
  tag: after.tag,
  untag: after.untag,
  comment: after.comment,
  archive: after.archive,
} as const;

/** Every story, by the name of its control route. */
export const storyActions = {
  missed: stories.tellMissed,
  answered: stories.tellAnswered,
  voicemail: stories.tellVoicemail,
  callback: stories.tellCallback,
  transfer: stories.tellTransfer,
  phantom: stories.tellPhantom,
  parentChild: stories.tellParentAndChild,
} as const;

/** Everything that can happen to messages. */
const messageActions = {
  receive: messages.receiveMessage,
  send: messages.sendMessage,
  receiveGroup: messages.receiveGroupMessage,
  sendGroup: messages.sendGroupMessage,
  changeStatus: messages.changeStatus,
  controlMedia: messages.controlMessageMedia,
  describeMedia: messages.describeMessageMedia,
  publish: messages.publishRaw,
  find: messages.findMessage,
} as const;

const companyActions = {
  add: companies.addCompany,
  addLine: companies.addLine,
  changeLine: companies.changeLine,
  addUser: companies.addUser,
  addContact: companies.addContact,
  addTag: companies.addTag,
  addTeam: companies.addTeam,
  install: companies.installApp,
  link: companies.linkLines,
  uninstall: companies.uninstallApp,
  revoke: companies.revokeCredentials,
} as const;

const appActions = { add: addApp, list: listApps } as const;

export interface Phone {
  /** The memory itself, for tests to look at. */
  readonly state: AircallState;
  readonly settings: Readonly<AircallSettings>;
  readonly deliveries: AircallDeliveries;
  readonly calls: Bound<typeof callActions>;
  readonly stories: Bound<typeof storyActions>;
  readonly messages: Bound<typeof messageActions>;
  readonly companies: Bound<typeof companyActions>;
  /** What the partner team has registered. */
  readonly apps: Bound<typeof appActions>;
  place(input?: Input<typeof inputs.placeInput>): Promise<CallResult>;
  find(callId: number): Call;
  /** Changes how one file answers. */
  controlMedia(callId: number, input: Input<typeof inputs.mediaInput>): CallResult;
  /** Length and sha256 (hex) of a call's file. */
  describeMedia(callId: number, kind: MediaKind): { sizeBytes: number; sha256: string };
  /** Changes settings; an unknown name or a wrong value throws. */
  change(patch: Partial<AircallSettings>): AircallSettings;
  /** Back to the start: memory, deliveries, settings, faults. */
  reset(): void;
}

/** Joins the actions to one exchange. */
export function createPhone(exchange: Exchange, reset: () => void): Phone {
  return {
    state: exchange.state,
    settings: exchange.settings,
    deliveries: exchange.deliveries,
    calls: bind(exchange, callActions),
    stories: bind(exchange, storyActions),
    messages: bind(exchange, messageActions),
    companies: bind(exchange, companyActions),
    apps: bind(exchange, appActions),
    place: (input) => placeCall(exchange, input),
    find: (callId) => findCall(exchange, callId),
    controlMedia: (callId, input) => after.controlMedia(exchange, callId, input),
    describeMedia: (callId, kind) => {
      const call = findCall(exchange, callId);
      const sizeBytes = mediaSize(exchange, call, kind);
      return { sizeBytes, sha256: sumMedia(call, kind, sizeBytes) };
    },
    change: (patch) => Object.assign(exchange.settings, aircallSettingsSchema.partial().parse(patch)),
    reset,
  };
}

function bind<Group extends Record<string, (exchange: Exchange, ...rest: never[]) => unknown>>(
  exchange: Exchange,
  group: Group,
): Bound<Group> {
  const bound = Object.entries(group).map(([name, action]) => [name, action.bind(undefined, exchange)]);
  // fromEntries loses the names that `group` has; they are the same ones.
  return Object.fromEntries(bound) as Bound<Group>;
}
