/** What the writes of a conversation are called: texts by what they say, files by their names, tickets by what was done to them. */
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { useWriteName } from "../call/use-write-labels.ts";
import { useFormats } from "../../words/use-formats.ts";
import { isRecord, type ShownText } from "./read-conversation.ts";
import { isReopening, ticketIn, whyIn } from "./build-thread.ts";
import { useTicketLeft } from "./use-ticket-left.ts";

type Write = ActivityDetailAnswer["writes"][number];

const LONGEST_EXCERPT = 40;

export function useConversationWriteLabels(texts: readonly ShownText[]): (write: Write) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  const writeName = useWriteName();
  const sayLeft = useTicketLeft();
  const byId = new Map(texts.map((text) => [text.id, text]));
  const nameOf = (write: Write): string => {
    const { key, outcome } = write;
    const [kind = "", id = "", place = ""] = key.split(":");
    const text = byId.get(id);
    if (kind === "message") return t("write.message", { name: text ? excerptOf(text) : id });
    if (kind === "undelivered") return t("write.undelivered", { name: text ? excerptOf(text) : id });
    if (kind === "upload") {
      const name = text?.files[Number(place)]?.name ?? key;
      return kindIn(outcome) === "attached" ? t("write.upload", { name }) : t("write.notUploaded", { name });
    }
    if (kind === "left") return sayLeft(ticketIn(outcome), whyIn(outcome));
    return isReopening(write) ? t("write.reopened") : writeName(key);
  };
  return (write) => {
    const name = nameOf(write);
    return write.round > 1 ? `${name} ${t("conversation.round", { round: formats.number(write.round) })}` : name;
  };
}

function kindIn(outcome: unknown): unknown {
  return isRecord(outcome) ? outcome["kind"] : null;
}

function excerptOf({ id, body, files }: ShownText): string {
  const said = body.trim() || files[0]?.name || id;
  return said.length > LONGEST_EXCERPT ? `${said.slice(0, LONGEST_EXCERPT).toWellFormed()}…` : said;
}
