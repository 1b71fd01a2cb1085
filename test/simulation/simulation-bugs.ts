/** Bugs of the ticket engine, the scheduler, the rate limit and the memory of customers. The simulation should notice them. */
import { bug, type PlantedBug } from "../planted-bugs/planted-bug.ts";

/** What is written once, and looked for after a lost answer. */
const ENGINE = [
  bug("sync/ticket/write-once.ts", `earlier?.state === "intended" ? await`, `earlier?.state === "done" ? await`),
  bug("sync/ticket/write-once.ts", `if (found !== null) return found;`, `if (found === null) return found;`),
  bug("sync/ticket/write-once.ts", `  await intend(deps, run, form);\n    try`, `  try`),
  bug("sync/ticket/write-once.ts", `const SETTLE_MS = 3_000;`, `const SETTLE_MS = 3_000_000_000;`),
  bug("sync/ticket/write-once.ts", `if (error.fate === "unknown") {`, `if (error.fate === "never" as string) {`),
  bug(
    "sync/ticket/write-once.ts",
    `if (error.fate === "later" || error.status === 401) {`,
    `if (error.status === 401) {`,
  ),
  bug("sync/ticket/write-once.ts", `await deps.writes.withdraw(`, `void (`),
  bug("sync/run.ts", `unsaved.push({ ...ended`, `void ({ ...ended`),
  bug("sync/run.ts", `if (completed.length > 0) await`, `if (completed.length > 1) await`),
  bug("domain/ticket/next-step.ts", `ready.find(({ key }) => !written.messages.has(key))`, `ready.at(-1)`),
  bug("domain/ticket/next-step.ts", `written.messages.get(one.key) ?? {}`, `written.messages.get("") ?? {}`),
  bug("domain/ticket/next-step.ts", `plan.tags.filter((tag) => !written.tags.has(tag))`, `plan.tags.slice(99)`),
  bug("domain/ticket/next-step.ts", `const open = stage === "finished" && !written.opened;`, `const open = false;`),
  bug(
    "domain/ticket/next-step.ts",
    `if (plan.stage !== "finished") return null;`,
    `if (plan.stage === "finished") return null;`,
  ),
  bug(
    "domain/ticket/ticket-so-far.ts",
    `case "edit":\n      return settleEdit`,
    `case "edited":\n      return settleEdit`,
  ),
  bug("domain/ticket/ticket-so-far.ts", `gone.length + 1);`, `1);`),
  bug(
    "domain/ticket/ticket-so-far.ts",
    `for (const tag of intent.tags) soFar.tags.add(tag);`,
    `for (const tag of intent.tags) soFar.tags.delete(tag);`,
  ),
  bug("domain/call/next-call-step.ts", `note.htmlAsOwn ?? note.content.html`, `note.key`),
  bug("domain/call/next-call-step.ts", "`aircall-call-${callId}-${generation}`", "`aircall-call-${callId}`"),
  bug("domain/call/call-stage.ts", `call.endedAt * 1000 + ENDED`, `call.endedAt * 10_000 + ENDED`),
  bug(
    "domain/conversation/choose-ticket.ts",
    `if (place.at === "gone") return { go: "new", why: place.why };`,
    `if (place.at === "gone") return { go: "here" };`,
  ),
  bug(
    "domain/conversation/choose-ticket.ts",
    `if (status === "open") return { go: "here" };`,
    `if (status !== "open") return { go: "here" };`,
  ),
  bug("sync/activity-record.ts", `wakeAt: now + waitOf(told, attempts),`, `wakeAt: null,`),
  bug("sync/call/compare-calls.ts", `if (!listed.done) return "not ours";`, `if (listed.done) return "not ours";`),
];

const SCHEDULER = [
  bug("storage/work/lease.ts", `lease is null or leased_until < now() or`, `lease is null or`),
  bug("storage/work/lease.ts", `lease is null or leased_until < now() or`, `true or`),
  bug("storage/work/lease.ts", `due_at is not null and deferred_since is null and`, `due_at is not null and`),
  bug(
    "storage/work/lease.ts",
    `leased_until = now() + interval '\${LEASE_S} seconds', changed = false`,
    `leased_until = now() + interval '\${LEASE_S} seconds', changed = true`,
  ),
  bug("storage/work/complete.ts", `due_at = case when w.changed then \${now} else \${next} end,`, `due_at = \${next},`),
  bug("storage/work/complete.ts", `lease = null, leased_until = null, changed = false,`, `changed = false,`),
  bug(
    "storage/work/mark-due.ts",
    `due_at = least(w.due_at, excluded.due_at),`,
    `due_at = greatest(w.due_at, excluded.due_at),`,
  ),
  bug("storage/work/mark-due.ts", `    changed = true,`, `    changed = false,`),
  bug("storage/work/worker-pool.ts", `nextAt: now() + retryMs(attempts), attempts };`, `nextAt: null, attempts };`),
  bug(
    "storage/work/worker-pool.ts",
    `const polls = setInterval(() => pool.wake(), pollMs);`,
    `const polls = setInterval(() => undefined, pollMs);`,
  ),
  bug(
    "storage/work/deferred.ts",
    `w.deferred_since is not null and w.due_at <= $2`,
    `w.deferred_since is null and w.due_at <= $2`,
  ),
  bug("storage/activity/inbox.ts", `extract(epoch from received_at) * 1000)`, `extract(epoch from received_at))`),
  bug(
    "run/start-work.ts",
    `    sweeping = true;\n    void services`,
    `    sweeping = true;\n    if (Date.now() > 0) return;\n    void services`,
  ),
];

const RATE_LIMIT = [
  bug(
    "rate-limit/permits.ts",
    `if (waitMs > 0) return { bucket, waitMs, permit: null };`,
    `if (waitMs > 1e12) return { bucket, waitMs, permit: null };`,
  ),
  bug("rate-limit/permits.ts", `const inFlight = [...bucket.inFlight, now];`, `const inFlight = [...bucket.inFlight];`),
  bug("rate-limit/permits.ts", `limit * (1 - sharePercent / 100)`, `limit * (1 + sharePercent / 10)`),
  bug(
    "rate-limit/permits.ts",
    `Math.max(0, (blockedUntil ?? now) - now)`,
    `Math.max(0, now - now, Number(blockedUntil) * 0)`,
  ),
  bug("rate-limit/permits.ts", `Math.min(rank, raised) * Math.max(`, `0 * Math.max(raised, `),
  bug("rate-limit/learn.ts", `feedback.at + blockedForMs)`, `feedback.at + blockedForMs / 1_000)`),
  bug(
    "rate-limit/bucket.ts",
    `(Math.max(0, to - from) / 1_000) * drainPerS`,
    `(Math.max(0, to - from) / 100) * drainPerS`,
  ),
  bug("rate-limit/bucket.ts", `return level + inFlight.length;`, `return 0 * level + inFlight.length;`),
  bug("storage/rate-limit/row.ts", `where b.version = $3::bigint`, `where b.version >= 0 and $3::bigint is not null`),
];

const CUSTOMER_MEMORY = [
  bug("domain/customer/unknown-caller.ts", `age < longestMs && age >=`, `age > longestMs && age >=`),
  bug(
    "sync/customer/known-customer.ts",
    `await index.remember(connectionId, memoryKey(unknownCaller), match, clock());`,
    ``,
  ),
  bug(
    "sync/customer/look-up-customer.ts",
    `for (const written of searchedAs(e164)) {`,
    `for (const written of searchedAs(e164).slice(9)) {`,
  ),
  bug(
    "sync/customer/look-up-customer.ts",
    `customer && ownership === "theirs" &&`,
    `customer && ownership === "unclear" &&`,
  ),
  bug("domain/customer/unknown-caller.ts", `: phoneKey(customerPhone);`, `: phoneKey(customerPhone).slice(0, 9);`),
];

export const SIMULATION_BUGS: readonly PlantedBug[] = [...ENGINE, ...SCHEDULER, ...RATE_LIMIT, ...CUSTOMER_MEMORY];
