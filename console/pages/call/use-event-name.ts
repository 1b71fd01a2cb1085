/** What an event of Aircall says, in words: `Ringing on Support FR`, `Answered by Cleo Agent`. */
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { en, type Catalogue } from "../../words/catalogue.ts";
import { useFormats } from "../../words/use-formats.ts";

type Named = keyof Catalogue["timeline"]["event"];

export function useEventName({
  line,
  agent,
  duration,
}: ActivityDetailAnswer): (delivery: Pick<ActivityDetailAnswer["received"][number], "event">) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  return ({ event }) => {
    const name = event.replaceAll(".", "_");
    if (!(name in en.timeline.event)) return event;
    if (event === "call.created" && line) return t("timeline.ringingOn", { line });
    if (event === "call.answered" && agent?.name) return t("timeline.answeredBy", { agent: agent.name });
    if (event === "call.ended" && duration !== null)
      return t("timeline.endedAfter", { length: formats.seconds(duration) });
    return t(`timeline.event.${name as Named}`);
  };
}
