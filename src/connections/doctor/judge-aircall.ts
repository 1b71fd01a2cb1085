/** The doctor's findings on our webhook and our lines in Aircall. Pure. */
import type { ChosenLine } from "../../domain/connection/connection.ts";
import type { WebhookSeen } from "../../domain/ports/setup.ts";
import { nameAll, note, ok, wrong, type Judged } from "./finding.ts";

/** `host` is the delivery host. The rest of the address is secret. */
export function judgeWebhook(seen: WebhookSeen | null, host: string): Judged {
  const byItself = "A running service repairs it within minutes";
  if (seen === null) {
    return wrong(
      `Aircall has no webhook for this connection at ${host}`,
      `${byItself}. Check that Aircall can reach PUBLIC_URL, and that Aircall has fewer than 100 webhooks.`,
      { code: "webhook_missing", name: host },
    );
  }
  if (!seen.active) {
    return wrong(
      "it is off: deliveries failed too often, or a person switched it off",
      `${byItself}. Check that ${host} can be reached from outside.`,
      { code: "webhook_off", name: host },
    );
  }
  if (seen.missing.length > 0)
    return wrong(`it does not send ${seen.missing.join(", ")}`, `${byItself}.`, {
      code: "webhook_events_missing",
      names: [...seen.missing],
    });
  if (seen.extra.length > 0)
    return note(`it also sends ${nameAll(seen.extra)}, which the service ignores`, `${byItself}.`, {
      code: "webhook_events_extra",
      names: [...seen.extra],
    });
  return ok("it is on and sends every event that the service follows", { code: "webhook_ok" });
}

/** Aircall delivers each call to these webhooks as well, and the service rejects it. */
export function judgeOrphans(webhookIds: readonly string[], host: string): Judged {
  return wrong(
    `Aircall has webhooks at ${host} that no connection uses: ${nameAll(webhookIds)}`,
    "Remove them: aircall-gorgias doctor --remove-orphans.",
    { code: "webhooks_unused", name: host, names: [...webhookIds] },
  );
}

/** `linked` lists the lines linked to our app. Null if Aircall does not tell. */
export function judgeLines(
  known: readonly ChosenLine[],
  there: readonly { id: string }[],
  linked: readonly string[] | null,
): Judged {
  const chosen = known.filter(({ selected }) => selected);
  if (chosen.length === 0)
    return wrong("no line is selected: no call gets a ticket", "Select lines in the console.", {
      code: "numbers_none",
    });
  const gone = chosen.filter(({ id }) => !there.some((line) => line.id === id));
  if (gone.length > 0) {
    return note(
      `selected, but no longer in Aircall: ${nameAll(gone.map(({ name }) => name))}`,
      "Deselect them in the console.",
      { code: "numbers_gone", names: gone.map(({ name }) => name) },
    );
  }
  if (linked === null)
    return ok(`${chosen.length} selected. API keys need no links in Aircall`, {
      code: "numbers_ok",
      count: chosen.length,
    });
  const unlinked = chosen.filter(({ id }) => !linked.includes(id));
  if (unlinked.length === 0)
    return ok(`${chosen.length} selected, all linked to the app in Aircall`, {
      code: "numbers_ok",
      count: chosen.length,
    });
  return wrong(
    `selected, but not linked to the app in Aircall, so their calls are not delivered: ${nameAll(unlinked.map(({ name }) => name))}`,
    "Link them to the app in the Aircall dashboard, under Integrations.",
    { code: "numbers_unlinked", names: unlinked.map(({ name }) => name) },
  );
}
