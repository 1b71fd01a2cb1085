/** Bugs of `sync/`: customers, messages, cards. */
import { bug, type BugGroup } from "./planted-bug.ts";

export const SYNC_BUGS: readonly BugGroup[] = [
  {
    kind: "whose customer it is, and for how long that is believed",
    tests: [
      "test/journeys/customer.test.ts",
      "test/journeys/customer-memory.test.ts",
      "test/journeys/customer-named.test.ts",
      "test/journeys/customer-rejected.test.ts",
      "test/journeys/bad-input.test.ts",
    ],
    bugs: [
      bug("sync/conversation/verify-by-ticket.ts", "!isOld || remembered.others.length > 0", "!isOld"),
      bug("sync/customer/learn-shown.ts", "const LATELY_MS = 10 * 60_000;", "const LATELY_MS = 10 * 60;"),
      bug("sync/customer/create-customer.ts", "const MOST_CANDIDATES = 5;", "const MOST_CANDIDATES = 1;"),
      bug("sync/customer/create-customer.ts", "known.trim().toLowerCase() === email", "known.trim() === email"),
      bug("sync/customer/create-customer.ts", ' || parts.includes("phone")', ""),
      bug("sync/customer/look-up-customer.ts", "const MOST_CANDIDATES = 5;", "const MOST_CANDIDATES = 1;"),
      bug(
        "sync/customer/find-customer.ts",
        "isWithin(missedAt, deps.clock(), MISS_BELIEVED_MS)",
        "deps.clock() - missedAt < MISS_BELIEVED_MS",
      ),
      bug("sync/customer/find-customer.ts", "const MISS_BELIEVED_MS = 5 * 60_000;", "const MISS_BELIEVED_MS = 5 * 60;"),
      bug("sync/customer/find-customer.ts", "const SETTLED_MS = 24 * 60 * 60_000;", "const SETTLED_MS = Infinity;"),
      bug("sync/customer/ask-contact.ts", "const PATIENCE_MS = 60_000;", "const PATIENCE_MS = 60_000_000;"),
      bug("sync/customer/name-customer.ts", "const LONGEST_WAKE_MS = 6 *", "const LONGEST_WAKE_MS = 600 *"),
      bug("sync/call/sync-call.ts", "value: told.slice(0, 40)", "value: told"),
    ],
  },
  {
    kind: "what the insight card shows",
    tests: ["test/journeys/card.test.ts", "test/journeys/customer-memory.test.ts", "test/journeys/metrics.test.ts"],
    bugs: [
      bug("sync/insight-card/find-shown.ts", ".filter(({ state }) => !state.spam)", ""),
      bug(
        "sync/insight-card/find-shown.ts",
        'settings.cardTickets === "show" || ',
        'settings.cardTickets === "show" && ',
      ),
      bug("sync/insight-card/find-shown.ts", "const TICKETS_FRESH_MS = 60_000;", "const TICKETS_FRESH_MS = 60;"),
      bug("sync/insight-card/find-shown.ts", "candidate.customer === mergedInto && isOf(candidate, read)", "false"),
      bug("sync/insight-card/find-shown.ts", "[null, belief.mergedInto]", "[null, null]"),
      bug("sync/run-work.ts", "(clock() - (work.input.heardAt ?? began)) / 1000", "(clock() - began) / 1000"),
    ],
  },
  {
    kind: "where a message goes, and what becomes of it",
    tests: [
      "test/journeys/conversation.test.ts",
      "test/journeys/message-candidates.test.ts",
      "test/journeys/message-failures.test.ts",
      "test/journeys/message-requests.test.ts",
      "test/journeys/message-verify.test.ts",
      "test/journeys/hanging-files.test.ts",
      "test/journeys/late-write.test.ts",
      "test/journeys/rejected-fields.test.ts",
    ],
    bugs: [
      bug("sync/conversation/find-thread.ts", '  if (channel !== "sms") return false;\n', ""),
      bug("sync/conversation/write-conversation.ts", "!== null && entries.some(", "!== null && entries.every("),
      bug("sync/conversation/write-conversation.ts", "wakeAt: wakeAt ?? refused.wakeAt", "...{}"),
      bug("sync/conversation/sync-conversation.ts", "Math.min(waitsUntil, end.wakeAt ?? waitsUntil)", "waitsUntil"),
      bug("sync/conversation/sync-conversation.ts", "Math.max(sentAt, before.startedAt ?? 0)", "sentAt"),
      bug("sync/conversation/thread-ticket.ts", " && rejection.status !== 403 ?", " ?"),
      bug("sync/conversation/thread-ticket.ts", "const MOST_AT_ONCE = 100;", "const MOST_AT_ONCE = 1000;"),
      bug("sync/conversation/thread-ticket.ts", "const SLOW_MS = 2_000;", "const SLOW_MS = 2_000_000;"),
      bug("sync/conversation/change-thread.ts", " || error.status === 401) throw error", ") throw error"),
      bug("sync/conversation/change-thread.ts", "wasRefused || isLeftOut", "isLeftOut"),
      bug("sync/conversation/find-place.ts", "several || (choice.go", "(choice.go"),
      bug("sync/conversation/await-files.ts", "return entries.some(", "return entries.every("),
    ],
  },
  {
    kind: "what one file beside its source decides",
    tests: ["src/sync/call/join-callback.test.ts", "src/sync/files/transfer-file.test.ts"],
    bugs: [
      bug("sync/call/join-callback.ts", ' "caller", "startedAt"]', ' "startedAt"]'),
      bug("sync/files/transfer-file.ts", "opened.size > LARGEST_MEDIA_BYTES", "opened.size >= LARGEST_MEDIA_BYTES"),
    ],
  },
];
