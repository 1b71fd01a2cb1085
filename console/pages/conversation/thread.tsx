/** The messages of a conversation, the customer's on one side, the agent's on the other. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import type { ShownText } from "./shown-text.ts";
import { buildThread, type ThreadPart } from "./build-thread.ts";
import { MessageBubble } from "./message-bubble.tsx";
import { TicketLink } from "./ticket-link.tsx";
import { useTicketLeft } from "./use-ticket-left.ts";

/** The service keeps this many messages of a conversation. */
const MOST_KEPT = 100;

export interface ThreadProps {
  /** Null when the stored form is unknown. */
  messages: readonly ShownText[] | null;
  conversation: ActivityDetailAnswer;
}

export function Thread({ messages, conversation }: ThreadProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (messages === null || messages.length === 0) return <Text c="dimmed">{t("conversation.noMessages")}</Text>;
  return (
    <>
      {messages.length >= MOST_KEPT && (
        <Text c="dimmed">{t("conversation.latestOnly", { number: formats.number(messages.length) })}</Text>
      )}
      <ol className="plain-list bubbles" aria-label={t("conversation.list")}>
        {buildThread(messages, conversation.writes).map((part) =>
          part.kind === "message" ? (
            <MessageBubble key={part.message.id} message={part.message} conversation={conversation} />
          ) : (
            <TicketEvent key={`${part.kind} ${part.ticketId}`} event={part} conversation={conversation} />
          ),
        )}
      </ol>
    </>
  );
}

interface TicketEventProps {
  event: Exclude<ThreadPart, { kind: "message" }>;
  conversation: ActivityDetailAnswer;
}

function TicketEvent({ event, conversation: { tickets } }: TicketEventProps) {
  const { t } = useTranslation();
  const leftSentence = useTicketLeft();
  if (event.kind === "reopened") {
    return <li className="thread-event">{t("conversation.reopened", { id: event.ticketId })}</li>;
  }
  const { ticketId, left, why } = event;
  return (
    <li className="thread-event breakable" data-ticket={ticketId}>
      {why && `${leftSentence(left, why)} `}
      {t("conversation.continuedIn")} <TicketLink id={ticketId} tickets={tickets} />
    </li>
  );
}
