/** What the doctor thinks of our webhook and our lines in Aircall. Pure. */
import type { ChosenLine } from "../../domain/connection.ts";
import type { WebhookSeen } from "../../domain/ports/setup.ts";
import { nameAll, note, ok, wrong, type Judged } from "./finding.ts";

/** `host` is where it should deliver to; the whole address is a secret. */
export function judgeWebhook(seen: WebhookSeen | null, host: string): Judged {
  const byItself = "A running service puts it right by itself within minutes";
  if (seen === null) {
    return wrong(
      `Aircall has no webhook for this connection at ${host}`,
      `${byItself}. See whether PUBLIC_URL is the address under which Aircall reaches it, and whether Aircall has 100 webhooks already.`,
    );
  }
  if (!seen.active) {
    return wrong(
      "it is switched off: deliveries failed too often, or somebody did it",
      `${byItself}. See whether ${host} can be reached from outside.`,
    );
  }
  if (seen.missing.length > 0) return wrong(`it does not tell ${seen.missing.join(", ")}`, `${byItself}.`);
  if (seen.extra.length > 0) return note(`it also tells ${nameAll(seen.extra)}, which is not used`, `${byItself}.`);
  return ok("it stands, is on, and tells every event that is followed");
}

/** Each call is delivered to them as well, and refused here. */
export function judgeOrphans(webhookIds: readonly string[], host: string): Judged {
  return wrong(
    `Aircall has webhooks at ${host} that no connection uses: ${nameAll(webhookIds)}`,
    "Remove them: aircall-gorgias doctor --remove-orphans.",
  );
}

/** `linked` are the lines linked to our app in Aircall; null where Aircall does not tell. */
export function judgeLines(
  known: readonly ChosenLine[],
  there: readonly { id: string }[],
  linked: readonly string[] | null,
): Judged {
  const chosen = known.filter(({ selected }) => selected);
  if (chosen.length === 0) return wrong("no line is chosen: nothing is written", "Choose lines in the console.");
  const gone = chosen.filter(({ id }) => !there.some((line) => line.id === id));
  if (gone.length > 0) {
    return note(
      `chosen, but no longer in Aircall: ${nameAll(gone.map(({ name }) => name))}`,
      "Take them off the chosen lines in the console.",
    );
  }
  if (linked === null) return ok(`${chosen.length} chosen; with API keys there is nothing to link in Aircall`);
  const unlinked = chosen.filter(({ id }) => !linked.includes(id));
  if (unlinked.length === 0) return ok(`${chosen.length} chosen, all of them linked to the app in Aircall`);
  return wrong(
    `chosen, but not linked to the app in Aircall, which tells nothing of their calls: ${nameAll(unlinked.map(({ name }) => name))}`,
    "Link them to the app in the Aircall dashboard, under Integrations.",
  );
}
