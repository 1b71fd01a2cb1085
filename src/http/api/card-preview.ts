/** GET /api/settings/card-preview: the insight card as an agent would see it with other settings, saved or not. */
import { z } from "zod";
import { previewCard } from "../../domain/insight-card/preview-card.ts";
import type { CardLine } from "../../domain/insight-card/plan-card.ts";
import { settingsForm } from "../../domain/settings/settings-form.ts";
import { defaultSettings, settingsSchema } from "../../domain/settings/settings.ts";
import { settingWords } from "../../domain/translations/settings-translations.ts";
import { problemSchema } from "../problem.ts";
import { signedInOf } from "./guard.ts";
import type { Route } from "./route.ts";

/** What is left out is as it is saved. */
export const cardPreviewQuerySchema = z.strictObject(
  Object.fromEntries(
    settingsForm
      .filter(({ name, section }) => section === "card" || name === "language")
      .map(({ name }) => {
        const about = settingWords(name, "en")?.about ?? "";
        return [name, settingsSchema.shape[name].unwrap().optional().describe(about)];
      }),
  ),
);

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
    const { known, unknown } = previewCard(settingsSchema.parse({ ...saved, ...request.query }), clock());
    return { known: shownLines(known), unknown: shownLines(unknown) };
  });
};

function shownLines(lines: CardLine[] | null) {
  return lines && lines.map((line) => ({ label: line.type === "title" ? null : line.label, text: line.text }));
}
