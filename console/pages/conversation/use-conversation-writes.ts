/** What the writes of a conversation are called: texts by what they say, files by their names, tickets by what was done to them. */
import { useTranslation } from "react-i18next";
import { useWriteName } from "../call/use-write-words.ts";
import { useFormats } from "../../words/use-formats.ts";
import type { ShownText, ShownWrite } from "./shown-text.ts";
import { isReopening } from "./tell-thread.ts";
import { useLeftWords } from "./use-left-words.ts";

const LONGEST_EXCERPT = 40;

export function useConversationWrites(texts: readonly ShownText[]): (write: ShownWrite) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  const writeName = useWriteName();
  const sayLeft = useLeftWords();
  const byId = new Map(texts.map((text) => [text.id, text]));
  const nameOf = (write: ShownWrite): string => {
    const { kind, ref } = write;
    const text = byId.get(ref ?? "");
    switch (kind) {
      case "message":
      case "undelivered":
        return t(`write.${kind}`, { name: text ? excerptOf(text) : (ref ?? "") });
      case "upload":
        return t(isAttached(write) ? "write.upload" : "write.notUploaded", { name: fileNameOf(text, write) });
      case "left":
        return sayLeft(write.ticketId, write.left);
      default:
        return isReopening(write) ? t("write.reopened") : writeName(write);
    }
  };
  return (write) => {
    const name = nameOf(write);
    return write.round > 1 ? `${name} ${t("conversation.round", { round: formats.number(write.round) })}` : name;
  };
}

function isAttached({ file }: ShownWrite): boolean {
  return file?.kind === "attached";
}

function fileNameOf(text: ShownText | undefined, { ref, part }: ShownWrite): string {
  return text?.files[part ?? 0]?.name ?? ref ?? "";
}

function excerptOf({ id, body, files }: ShownText): string {
  const said = body.trim() || files[0]?.name || id;
  return said.length > LONGEST_EXCERPT ? `${said.slice(0, LONGEST_EXCERPT).toWellFormed()}…` : said;
}
