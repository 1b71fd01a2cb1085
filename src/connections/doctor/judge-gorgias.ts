/** The doctor's findings on the users and settings of Gorgias. Pure. */
import type { Person } from "../../domain/call/call.ts";
import { firstAdmin, type HelpDeskUser } from "../../domain/customer/people.ts";
import type { HelpDeskSetting } from "../../domain/ports/setup.ts";
import { joinAgent } from "../show/list-agents.ts";
import { nameAll, note, ok, wrong, type Judged } from "./finding.ts";

export function judgeAdmin(users: readonly HelpDeskUser[]): Judged {
  const admin = firstAdmin(users);
  const name = admin && (admin.name ?? admin.email ?? `user ${admin.id}`);
  if (name) return ok(`${name} signs for agents without a match`, { code: "admin_ok", name });
  return wrong(
    "Gorgias has no active admin: a call whose agent is not in Gorgias gets no ticket (C5)",
    "Make an active user of Gorgias an admin.",
    { code: "admin_missing" },
  );
}

export function judgeAgents(
  people: readonly Person[],
  users: readonly HelpDeskUser[],
  byHand: ReadonlyMap<string, number>,
): Judged {
  const unmatched = people.filter((person) => joinAgent(person, users, byHand).how === "none");
  if (unmatched.length === 0)
    return ok(`each of ${people.length} has a user in Gorgias`, { code: "agents_ok", count: people.length });
  const names = unmatched.map((one) => one.name ?? one.email ?? one.id);
  return note(
    `without a user in Gorgias, so their tickets stay unassigned: ${nameAll(names)}`,
    "Give them the same e-mail in both, or map them in the console.",
    { code: "agents_unmatched", names },
  );
}

/** Settings that change tickets on their own, and their effects (docs/vendors/gorgias.md 5.3). */
const RISKY_SETTINGS: Record<string, string> = {
  "auto-merge": "Gorgias merges tickets of one customer, and several calls may end in one ticket",
  "auto-split": "Gorgias splits tickets, and notes of one call may end in two",
};

export function judgeSettings(settings: readonly HelpDeskSetting[] | null): Judged {
  if (settings === null) return ok("Gorgias does not return them", { code: "gorgias_settings_unknown" });
  const risky = settings.filter(({ type, data }) => Object.hasOwn(RISKY_SETTINGS, type) && isOn(data));
  if (risky.length === 0) return ok("no setting changes tickets automatically", { code: "gorgias_settings_ok" });
  return note(
    risky.map(({ type }) => `${type} is on: ${RISKY_SETTINGS[type]}`).join("; "),
    "Switch it off in the settings of Gorgias if every call should keep a ticket of its own.",
    { code: "gorgias_settings_risky", names: risky.map(({ type }) => type) },
  );
}

/** The depth of the flag is not documented. Any `enabled: true` counts. */
function isOn(data: unknown): boolean {
  if (typeof data !== "object" || data === null) return false;
  return Object.entries(data).some(([name, value]) => (name === "enabled" && value === true) || isOn(value));
}
