/** The card that the settings page shows while an admin changes its settings. */
import { expect, it } from "vitest";
import { defaultSettings, type Settings } from "../settings/settings.ts";
import { previewCard } from "./preview-card.ts";

const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
const preview = (over: Partial<Settings> = {}) => previewCard({ ...defaultSettings, ...over }, NOW);
const labelsOf = (over: Partial<Settings>) =>
  (preview(over).known ?? []).flatMap((line) => (line.type === "title" ? [] : [line.label]));

it("I3: previews what the settings show, in the connection's language, without links", () => {
  expect(preview({ language: "fr" }).known).toEqual([
    { type: "title", text: "Ada Byron" },
    { type: "shortText", label: "E-mail", text: "ada@example.com" },
    { type: "shortText", label: "Dernier contact", text: "21 nov. 2026, 10:00:00 UTC" },
    { type: "shortText", label: "Notes", text: "Préfère être appelée le matin" },
    { type: "shortText", label: "Ticket ouvert", text: "Commande arrivée abîmée · ouvert · Cleo Agent" },
    { type: "shortText", label: "Ticket ouvert", text: "Changement d’adresse · en pause · non assigné" },
  ]);
});

it.each([
  ["cardEmail", "E-mail"],
  ["cardNotes", "Notes"],
  ["cardTickets", "Open ticket"],
  ["cardLastContact", "Last contact"],
] as const)("I3: leaves out of the preview what %s hides", (name, label) => {
  expect(labelsOf({})).toContain(label);
  expect(labelsOf({ [name]: "hide" })).not.toContain(label);
});

it("I4: previews the card of an unknown caller only where there is one", () => {
  expect(preview().unknown).toBeNull();
  expect(preview({ cardForUnknown: "show" }).unknown).toHaveLength(3);
  expect(preview({ card: "off", cardForUnknown: "show" })).toEqual({ known: null, unknown: null });
});
