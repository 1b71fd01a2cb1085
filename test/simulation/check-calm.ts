/** What must be true of a day on which nothing goes wrong: everything is written at once, and no request is wasted. */
import type { AircallDelivery } from "../../sandbox/aircall/deliveries.ts";
import { callActivityId } from "../../src/domain/activity/work-item.ts";
import type { FinalState, Violation } from "../chaos/final-state.ts";
import { seenTickets, type Shop } from "../helpers/shop.ts";
import { isCalm, type History } from "./history.ts";
import { KNOWN_NAME } from "./known-customers.ts";
import { START } from "./world.ts";

/** From an event, or from the moment at which it no longer comes, until what it says is in Gorgias. */
const LATEST_MS = 3_500;
/** What begins within a minute before a rush, or until so long after it, waits for the rate limit. */
const RUSH_MS = { before: 60_000, after: 6 * 60_000, latest: 3 * 60_000 };
/** After hang-up, `call.ended` is no longer waited for (src/domain/call/call-stage.ts). */
const PATIENCE_MS = 60_000;
/** The card of a call shows the customer within this time, in seconds. */
const CARD_WITHIN_S = { usual: 3, rush: 11 };
/** Searches for customers and reads of them, for each call and conversation. The day has few customers. */
const MOST_LOOKS = 1.2;
/** What follows from chance in a company with few calls. */
const STANDING_LOOKS = 5;
/** For each call and conversation, with tags that are new to the account. */
const MOST_REQUESTS = 10;
/** For installing the app, and for maintenance. */
const STANDING_REQUESTS = 40;

type Call = ReturnType<FinalState["calls"]>[number];

export function checkCalm(finalState: FinalState, history: History): Violation[] {
  if (!isCalm(history)) return [];
  const rushes = history.faults.flatMap((fault) => (fault.kind === "rush" ? [START + fault.atMs] : []));
  const isRush = (at: number) => rushes.some((rush) => at > rush - RUSH_MS.before && at < rush + RUSH_MS.after);
  const isLate = (at: number, known: number) => at - known > (isRush(at) ? RUSH_MS.latest : LATEST_MS);
  return finalState.shops.flatMap((shop) => {
    const calls = finalState.calls(shop);
    return [
      ...calls.flatMap((call) => lateOfCall(finalState, shop, call, isLate)),
      ...lateMessages(finalState, shop, isLate),
      ...calls.flatMap((call) => withoutCard(finalState, shop, call, isRush(call.startedAt * 1_000))),
      ...wastedRequests(finalState, shop),
    ];
  });
}

type IsLate = (at: number, known: number) => boolean;

/** Each write follows an event of its call. A call of which a delivery was lost is left out, unless it is the end. */
function lateOfCall(finalState: FinalState, shop: Shop, call: Call, isLate: IsLate): Violation[] {
  const deliveries = ofShop(finalState, shop).filter(({ callId }) => callId === call.id);
  const lost = deliveries.filter(({ attempts }) => attempts.length === 0);
  if (lost.some(({ event }) => event !== "call.ended")) return [];
  // Without the end, its file is found by the comparison with Aircall's list.
  if (lost.length > 0 && (call.files.recording || call.files.voicemail)) return [];
  const givenUp = lost.length > 0 && call.endedAt !== null ? [call.endedAt * 1_000 + PATIENCE_MS] : [];
  const known = [...deliveries.map(({ createdMs }) => createdMs), ...givenUp];
  return writesOf(finalState, shop, callActivityId(String(call.id))).flatMap(({ key, completedAt }) => {
    // Users are read again once they are old, also without an event.
    if (key === "learn:users") return [];
    const at = completedAt?.getTime() ?? Number.POSITIVE_INFINITY;
    const latest = Math.max(...known.filter((each) => each <= at));
    if (!isLate(at, latest)) return [];
    return [{ what: `${key} was written ${at - latest} ms after the event before it`, shop, call: call.id }];
  });
}

function lateMessages(finalState: FinalState, shop: Shop, isLate: IsLate): Violation[] {
  const deliveries = ofShop(finalState, shop);
  return finalState.messages(shop).flatMap(({ id, digits }) => {
    const heard = deliveries.find(({ messageId }) => messageId === id)?.createdMs;
    const write = writesOf(finalState, shop, `text:${digits}`).find(({ key }) => key === `message:${id}`);
    const at = write?.completedAt?.getTime();
    if (heard === undefined || at === undefined || !isLate(at, heard)) return [];
    return [{ what: `the message was written ${at - heard} ms after it came`, shop, message: id }];
  });
}

function ofShop({ deliveries }: FinalState, { webhookUrl }: Shop): AircallDelivery[] {
  return deliveries.filter(({ webhook }) => webhook.url === webhookUrl);
}

function writesOf({ writes }: FinalState, { connectionId }: Shop, activityId: string): FinalState["writes"] {
  return writes.filter((write) => write.connectionId === connectionId && write.activityId === activityId);
}

/** The agent sees who calls while it rings (I1). */
function withoutCard(finalState: FinalState, shop: Shop, call: Call, isRush: boolean): Violation[] {
  const ticket = seenTickets(finalState.sandbox.gorgias.desk, shop.account).find(
    ({ externalId }) => externalId === `aircall-call-${call.id}`,
  );
  const isHeard = ofShop(finalState, shop).some(
    ({ callId, event, attempts }) => callId === call.id && event === "call.created" && attempts.length > 0,
  );
  if (!isHeard || !ticket?.customer.name?.startsWith(KNOWN_NAME)) return [];
  const inTime = call.cards.filter(
    ({ postedAt }) => postedAt - call.startedAt <= CARD_WITHIN_S[isRush ? "rush" : "usual"],
  );
  return inTime.length === 1 ? [] : [{ what: `${inTime.length} cards in time, not one`, shop, call: call.id }];
}

function wastedRequests(finalState: FinalState, shop: Shop): Violation[] {
  const conversations = new Set(finalState.messages(shop).map(({ digits }) => digits)).size;
  const activities = finalState.calls(shop).length + conversations;
  const requests = finalState.sandbox.gorgias.desk.requests(shop.account);
  // Maintenance reads the users each time.
  const written = requests.filter(({ path }) => !path.endsWith("/users")).length;
  const looks = requests.filter(({ path, query }) => /channel_address|\/customers\/\d/.test(path + query)).length;
  const complain = (what: string) => [{ what: `${what} for ${activities} calls and conversations`, shop }];
  return [
    ...(written > activities * MOST_REQUESTS + STANDING_REQUESTS ? complain(`${written} requests`) : []),
    ...(looks > activities * MOST_LOOKS + STANDING_LOOKS ? complain(`${looks} looks for customers`) : []),
  ];
}
