/** The labels of the writes of a conversation, with the text of a message or the name of a file. */
import { useTranslation } from "react-i18next";
import { useWriteName } from "../call/use-write-labels.ts";
import { useFormats } from "../../words/use-formats.ts";
import type { ShownText, ShownWrite } from "./shown-text.ts";
import { isReopening } from "./build-thread.ts";
import { useTicketLeft } from "./use-ticket-left.ts";

const LONGEST_EXCERPT = 40;

export function useConversationWriteLabels(messages: readonly ShownText[]): (write: ShownWrite) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  const writeName = useWriteName();
  const leftSentence = useTicketLeft();
  const byId = new Map(messages.map((message) => [message.id, message]));
  const nameOf = (write: ShownWrite): string => {
    const { kind, ref } = write;
    const message = byId.get(ref ?? "");
    switch (kind) {
      case "message":
      case "undelivered":
        return t(`write.${kind}`, { name: message ? excerptOf(message) : (ref ?? "") });
      case "upload":
        return t(isAttached(write) ? "write.upload" : "write.notUploaded", { name: fileNameOf(message, write) });
      case "left":
        return leftSentence(write.ticketId, write.left);
      default:
        return isReopening(write) ? t("write.reopened") : writeName(write);
    }
  };
  return (write) => {
    const name = nameOf(write);
    return write.generation > 1
      ? `${name} ${t("conversation.ticketOfConversation", { number: formats.number(write.generation) })}`
      : name;
  };
}

function isAttached({ file }: ShownWrite): boolean {
  return file?.kind === "attached";
}

function fileNameOf(text: ShownText | undefined, { ref, part }: ShownWrite): string {
  return text?.files[part ?? 0]?.name ?? ref ?? "";
}

function excerptOf({ id, body, files }: ShownText): string {
  const content = body.trim() || files[0]?.name || id;
  return content.length > LONGEST_EXCERPT ? `${content.slice(0, LONGEST_EXCERPT).toWellFormed()}…` : content;
}
