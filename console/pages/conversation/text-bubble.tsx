/** One text: what was written, its files, who wrote it where and when, and what became of it. */
import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { LineTime } from "../../parts/line-time.tsx";
import { useReason } from "../../words/use-reason.ts";
import { TicketLink } from "./ticket-link.tsx";
import type { ShownText } from "./shown-text.ts";
import { useFileWords } from "./use-file-words.ts";

export interface TextBubbleProps {
  text: ShownText;
  conversation: ActivityDetailAnswer;
}

/** Everything in it may come from a stranger. The time is told in the zone of the conversation's latest line, for all alike. */
export function TextBubble({ text, conversation }: TextBubbleProps) {
  const { t } = useTranslation();
  const said = useSaid()(text);
  const { body, state, undelivered, ticketId } = text;
  return (
    <li className="bubble" data-direction={text.direction}>
      {body.trim() === "" ? (
        <Text fs="italic">{t("conversation.noBody")}</Text>
      ) : (
        <p className="bubble-body breakable" dir="auto">
          {body}
        </p>
      )}
      <Files text={text} conversation={conversation} />
      <Text size="sm" className="breakable">
        {said} · <LineTime at={text.at} zone={conversation.timeZone} />
        {ticketId !== null && (
          <>
            {" · "}
            <TicketLink id={ticketId} tickets={conversation.tickets} />
          </>
        )}
      </Text>
      {(undelivered || state !== "done") && (
        <Group gap={6} mt={4}>
          {undelivered && <Mark color="orange">{t("conversation.undelivered")}</Mark>}
          {state === "waiting" && <Mark color="yellow">{t("conversation.waiting")}</Mark>}
          {state === "refused" && <Mark color="red">{t("conversation.refused")}</Mark>}
          <Why text={text} conversation={conversation} />
        </Group>
      )}
    </li>
  );
}

function Mark({ color, children }: { color: string; children: string }) {
  return (
    <Badge variant="light" color={color} tt="none" className="badge">
      {children}
    </Badge>
  );
}

/** Of a refusal what the help desk said; of what waits, what the conversation waits for. */
function Why({ text: { id, state }, conversation: { writes, reason } }: TextBubbleProps) {
  const sayReason = useReason();
  const refused = writes.find((write) => write.kind === "message" && write.ref === id && write.state === "refused");
  const why = state === "refused" ? refused?.reason : state === "waiting" ? reason : null;
  if (!why) return null;
  return (
    <Text size="sm" className="breakable">
      {sayReason(why)}
    </Text>
  );
}

function Files({ text: { id, files }, conversation: { writes } }: TextBubbleProps) {
  const { t } = useTranslation();
  const sayFile = useFileWords();
  if (files.length === 0) return null;
  return (
    <ul className="plain-list bubble-files" aria-label={t("conversation.files")}>
      {files.map(({ name, outcome }, place) => {
        const uploaded = writes.find(({ kind, ref, part }) => kind === "upload" && ref === id && part === place);
        return (
          // A text's files are never taken away or reordered, and two may have one name.
          <li key={place} className="breakable">
            <strong>{name}</strong> – {sayFile(outcome, uploaded?.file ?? null)}
          </li>
        );
      })}
    </ul>
  );
}

/** "Sent by Cleo Agent · Support FR · WhatsApp". */
function useSaid(): (text: ShownText) => string {
  const { t } = useTranslation();
  return ({ direction, agent, line, channel, group }) => {
    const who =
      direction === "inbound"
        ? t("conversation.received")
        : agent
          ? t("conversation.sentBy", { agent })
          : t("conversation.sent");
    const known = channel?.toLowerCase() === "whatsapp" ? t("conversation.whatsapp") : channel;
    return [who, line, known, group ? t("conversation.group") : null].filter(Boolean).join(" · ");
  };
}
