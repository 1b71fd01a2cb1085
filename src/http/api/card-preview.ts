/** GET /api/settings/card-preview: the insight card as an agent would see it with other settings, saved or not. */
import { z } from "zod";
import { previewCard } from "../../domain/insight-card/preview-card.ts";
import type { CardLine } from "../../domain/insight-card/plan-card.ts";
import { defaultSettings, settingsSchema } from "../../domain/settings/settings.ts";
import { problemSchema } from "../problem.ts";
import { signedInOf } from "./guard.ts";
import type { Route } from "./route.ts";

const { language, card, cardEmail, cardNotes, cardTickets, cardLastContact, cardForUnknown } = settingsSchema.shape;

/** What is left out is as it is saved. */
export const cardPreviewQuerySchema = z.strictObject({
  language: language.unwrap().optional().describe("Of the card."),
  card: card.unwrap().optional().describe("Whether the card is shown."),
  cardEmail: cardEmail.unwrap().optional().describe("Whether it shows the customer's e-mail address."),
  cardNotes: cardNotes.unwrap().optional().describe("Whether it shows the customer's note."),
  cardTickets: cardTickets.unwrap().optional().describe("Whether it shows the open tickets."),
  cardLastContact: cardLastContact.unwrap().optional().describe("Whether it shows the last contact."),
  cardForUnknown: cardForUnknown.unwrap().optional().describe("Whether unknown callers get a card."),
});

/** `label` is null for the title. */
const linesSchema = z.array(z.object({ label: z.string().nullable(), text: z.string() })).nullable();

/** Of an invented customer. Null where no card is shown. */
export const cardPreviewSchema = z.object({ known: linesSchema, unknown: linesSchema }).meta({ id: "CardPreview" });

export type CardPreviewAnswer = z.infer<typeof cardPreviewSchema>;

export const showCardPreview: Route = (server, { admin, clock }) => {
  const schema = {
    operationId: "previewCard",
    tags: ["Settings"],
    summary: "Preview the insight card with other settings",
    querystring: cardPreviewQuerySchema,
    response: { 200: cardPreviewSchema, "4xx": problemSchema },
  };
  server.get("/settings/card-preview", { schema }, async (request) => {
    const saved = (await admin.settings.read(signedInOf(request).connectionId)) ?? defaultSettings;
    const given = Object.fromEntries(Object.entries(request.query).filter(([, value]) => value !== undefined));
    const { known, unknown } = previewCard({ ...saved, ...given }, clock());
    return { known: shownLines(known), unknown: shownLines(unknown) };
  });
};

function shownLines(lines: CardLine[] | null) {
  return lines && lines.map((line) => ({ label: line.type === "title" ? null : line.label, text: line.text }));
}
