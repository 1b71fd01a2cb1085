/** The texts of a conversation as they were written, theirs on one side, ours on the other. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import type { ShownText } from "./shown-text.ts";
import { tellThread, type ThreadPart } from "./tell-thread.ts";
import { TextBubble } from "./text-bubble.tsx";
import { TicketLink } from "./ticket-link.tsx";
import { useLeftWords } from "./use-left-words.ts";

/** As many as the service keeps of a conversation. */
const MOST_KEPT = 100;

export interface ThreadProps {
  /** Null where what is stored is of a kind that is not known. */
  texts: readonly ShownText[] | null;
  conversation: ActivityDetailAnswer;
}

export function Thread({ texts, conversation }: ThreadProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (texts === null || texts.length === 0) return <Text c="dimmed">{t("conversation.noTexts")}</Text>;
  return (
    <>
      {texts.length >= MOST_KEPT && (
        <Text c="dimmed">{t("conversation.latestOnly", { number: formats.number(texts.length) })}</Text>
      )}
      <ol className="plain-list bubbles" aria-label={t("conversation.list")}>
        {tellThread(texts, conversation.writes).map((part) =>
          part.kind === "text" ? (
            <TextBubble key={part.text.id} text={part.text} conversation={conversation} />
          ) : (
            <TicketMark key={`${part.kind} ${part.ticketId}`} mark={part} conversation={conversation} />
          ),
        )}
      </ol>
    </>
  );
}

interface TicketMarkProps {
  mark: Exclude<ThreadPart, { kind: "text" }>;
  conversation: ActivityDetailAnswer;
}

function TicketMark({ mark, conversation: { tickets } }: TicketMarkProps) {
  const { t } = useTranslation();
  const sayLeft = useLeftWords();
  if (mark.kind === "opened again") {
    return <li className="thread-mark">{t("conversation.openedAgain", { id: mark.ticketId })}</li>;
  }
  const { ticketId, left, why } = mark;
  return (
    <li className="thread-mark breakable" data-ticket={ticketId}>
      {why && `${sayLeft(left, why)} `}
      {t("conversation.another")} <TicketLink id={ticketId} tickets={tickets} />
    </li>
  );
}
