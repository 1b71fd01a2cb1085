// The tags every Aircall account owns, recognisable by their description (contract 5.2).
import type { Company, Tag } from "./entities.ts";
import { ControlError } from "../core/control-error.ts";

const systemTags = [
  ["Callback Request", "queue_callback", "#29C8FF"],
  ["Called Back", "queue_called_back", "#B285D1"],
  ["Conference", "conference", "#000000"],
  ["Follow Up", "follow_up_self_assign", "#ff7d03"],
  ["Voicemail Drop", "voicemail_drop", "#FCBB26"],
  ["Voice Virtual Agent", "voice_virtual_agent", "#00B388"],
] as const;

/** A fresh set of them. */
export function createSystemTags(takeId: () => number): Tag[] {
  return systemTags.map(([name, description, color]) => ({ id: takeId(), name, description, color }));
}

/** The system tag with this description. */
export function findSystemTag(company: Company, description: "queue_callback" | "queue_called_back"): Tag {
  const tag = company.tags.find((one) => one.description === description);
  if (tag === undefined) throw new ControlError(409, `the system tag ${description} was deleted`);
  return tag;
}
