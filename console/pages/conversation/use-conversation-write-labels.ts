/** The labels of the writes of a conversation, with the text of a message or the name of a file. */
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { useWriteName } from "../call/use-write-labels.ts";
import { useFormats } from "../../words/use-formats.ts";
import { isRecord, type ShownText } from "./read-conversation.ts";
import { isReopening, ticketIn, whyIn } from "./build-thread.ts";
import { useTicketLeft } from "./use-ticket-left.ts";

type Write = ActivityDetailAnswer["writes"][number];

const LONGEST_EXCERPT = 40;

export function useConversationWriteLabels(messages: readonly ShownText[]): (write: Write) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  const writeName = useWriteName();
  const leftSentence = useTicketLeft();
  const byId = new Map(messages.map((message) => [message.id, message]));
  const nameOf = (write: Write): string => {
    const { key, outcome } = write;
    const [kind = "", id = "", place = ""] = key.split(":");
    const message = byId.get(id);
    if (kind === "message") return t("write.message", { name: message ? excerptOf(message) : id });
    if (kind === "undelivered") return t("write.undelivered", { name: message ? excerptOf(message) : id });
    if (kind === "upload") {
      const name = message?.files[Number(place)]?.name ?? key;
      return kindIn(outcome) === "attached" ? t("write.upload", { name }) : t("write.notUploaded", { name });
    }
    if (kind === "left") return leftSentence(ticketIn(outcome), whyIn(outcome));
    return isReopening(write) ? t("write.reopened") : writeName(key);
  };
  return (write) => {
    const name = nameOf(write);
    return write.round > 1
      ? `${name} ${t("conversation.ticketOfConversation", { number: formats.number(write.round) })}`
      : name;
  };
}

function kindIn(outcome: unknown): unknown {
  return isRecord(outcome) ? outcome["kind"] : null;
}

function excerptOf({ id, body, files }: ShownText): string {
  const content = body.trim() || files[0]?.name || id;
  return content.length > LONGEST_EXCERPT ? `${content.slice(0, LONGEST_EXCERPT).toWellFormed()}…` : content;
}
