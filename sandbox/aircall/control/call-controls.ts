// Controls of calls and stories: POST /_sandbox/calls…, /_sandbox/scenarios/….
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import type { Exchange } from "../exchange.ts";
import { findCall } from "../find.ts";
import * as inputs from "../inputs.ts";
import { controlMedia } from "../after-call.ts";
import { mediaSize, sumMedia } from "../media.ts";
import { callActions, storyActions } from "../phone.ts";
import { placeCall } from "../place-call.ts";
import type { CallResult } from "../publish-call.ts";
import { readBody, readId } from "./read-body.ts";
import { summarizeCall, summarizeResult } from "./summarize.ts";

interface CallControl {
  schema: z.ZodType;
  act: (exchange: Exchange, id: number, input: never) => Promise<CallResult> | CallResult;
}

const nothing = z.strictObject({});

const callControls: Readonly<Record<string, CallControl>> = {
  ring: { schema: inputs.ringInput, act: callActions.ring },
  decline: { schema: inputs.declineInput, act: callActions.decline },
  ivr: { schema: inputs.ivrInput, act: callActions.ivr },
  answer: { schema: inputs.ringInput, act: callActions.answer },
  hold: { schema: nothing, act: callActions.hold },
  unhold: { schema: nothing, act: callActions.unhold },
  transfer: { schema: inputs.transferInput, act: callActions.transfer },
  "transfer-failed": { schema: inputs.transferInput, act: callActions.transferFailed },
  "transfer-external": { schema: inputs.externalTransferInput, act: callActions.transferExternal },
  hangup: { schema: inputs.hangUpInput, act: callActions.hangup },
  "callback-request": { schema: inputs.callbackInput, act: callActions.callbackRequest },
  "call-back": { schema: inputs.callBackInput, act: callActions.callBack },
  end: { schema: inputs.endInput, act: callActions.end },
  voicemail: { schema: inputs.voicemailInput, act: callActions.voicemail },
  assets: { schema: inputs.assetsInput, act: callActions.assets },
  assign: { schema: inputs.assignInput, act: callActions.assign },
  tag: { schema: inputs.tagInput, act: callActions.tag },
  untag: { schema: inputs.untagInput, act: callActions.untag },
  comment: { schema: inputs.commentInput, act: callActions.comment },
  archive: { schema: nothing, act: callActions.archive },
  media: { schema: inputs.mediaInput, act: controlMedia },
};

export function routeCallControls(app: FastifyInstance, exchange: Exchange): void {
  app.post("/_sandbox/calls", async (request) => {
    return summarizeResult(exchange, await placeCall(exchange, readBody(inputs.placeInput, request)));
  });
  app.get("/_sandbox/calls/:id", async (request) => {
    return { call: summarizeCall(exchange, findCall(exchange, readId(request))) };
  });
  app.get("/_sandbox/calls/:id/media", async (request) => {
    const call = findCall(exchange, readId(request));
    const kinds = (["recording", "voicemail"] as const).filter((kind) => call.files[kind]);
    return {
      files: kinds.map((kind) => {
        const sizeBytes = mediaSize(exchange, call, kind);
        return { kind, sizeBytes, sha256: sumMedia(call, kind, sizeBytes) };
      }),
    };
  });
  for (const [name, { schema, act }] of Object.entries(callControls)) {
    app.post(`/_sandbox/calls/:id/${name}`, async (request) => {
      // The schema beside the action is the action's own; the table cannot say so per row.
      const input = readBody(schema, request) as never;
      return summarizeResult(exchange, await act(exchange, readId(request), input));
    });
  }
  for (const [name, tell] of Object.entries({ ...storyActions, "parent-child": storyActions.parentChild })) {
    app.post(`/_sandbox/scenarios/${name}`, async (request) => {
      const { calls } = await tell(exchange, readBody(inputs.storyInput, request));
      return { calls: calls.map((call) => summarizeCall(exchange, call)) };
    });
  }
}
