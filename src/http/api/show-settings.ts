/** GET /api/settings — the settings with their defaults, and who changed them (N7). */
import { problem } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { describeSettings } from "./describe-settings.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { problemSchema, settingsAnswerSchema } from "./schemas.ts";

export const showSettings: Route = (server, { admin }) => {
  const schema = { summary: "Settings", response: { 200: settingsAnswerSchema, "4xx": problemSchema } };
  server.get("/settings", { schema }, async (request, reply) => {
    const language = languageOf(request);
    const answer = await describeSettings(admin.settings, signedInOf(request).connectionId, language);
    return answer ?? reply.code(404).send(problem("not_connected", apiTexts[language].problems.notConnected));
  });
};
