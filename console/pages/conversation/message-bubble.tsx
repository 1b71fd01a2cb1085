/** One text: what was written, its files, who wrote it where and when, and what became of it. */
import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { ZonedTime } from "../../parts/zoned-time.tsx";
import { useReason } from "../../words/use-reason.ts";
import { TicketLink } from "./ticket-link.tsx";
import type { ShownText } from "./read-conversation.ts";
import { whyIn } from "./build-thread.ts";
import { useFileLabels } from "./use-file-labels.ts";

export interface MessageBubbleProps {
  text: ShownText;
  conversation: ActivityDetailAnswer;
}

/** Everything in it may come from a stranger. The time is told in the zone of the conversation's latest line, for all alike. */
export function MessageBubble({ text, conversation }: MessageBubbleProps) {
  const { t } = useTranslation();
  const said = useSaid()(text);
  const { body, state, undelivered, ticketId } = text;
  return (
    <li className="bubble" data-direction={text.inbound ? "inbound" : "outbound"}>
      {body.trim() === "" ? (
        <Text fs="italic">{t("conversation.noBody")}</Text>
      ) : (
        <p className="bubble-body breakable" dir="auto">
          {body}
        </p>
      )}
      <Files text={text} conversation={conversation} />
      <Text size="sm" className="breakable">
        {said} · <ZonedTime at={text.at} zone={conversation.timeZone} />
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
function Why({ text: { id, state }, conversation: { writes, reason } }: MessageBubbleProps) {
  const sayReason = useReason();
  const refused = writes.find((write) => write.key === `message:${id}` && write.state === "refused");
  const why = state === "refused" ? whyIn(refused?.outcome) : state === "waiting" ? reason : null;
  if (!why) return null;
  return (
    <Text size="sm" className="breakable">
      {sayReason(why)}
    </Text>
  );
}

function Files({ text: { id, files }, conversation: { writes } }: MessageBubbleProps) {
  const { t } = useTranslation();
  const sayFile = useFileLabels();
  if (files.length === 0) return null;
  return (
    <ul className="plain-list bubble-files" aria-label={t("conversation.files")}>
      {files.map(({ name, outcome }, place) => {
        const uploaded = writes.find(({ key }) => key === `upload:${id}:${place}`);
        return (
          // A text's files are never taken away or reordered, and two may have one name.
          <li key={place} className="breakable">
            <strong>{name}</strong> – {sayFile(outcome, uploaded)}
          </li>
        );
      })}
    </ul>
  );
}

/** "Sent by Cleo Agent · Support FR · WhatsApp". */
function useSaid(): (text: ShownText) => string {
  const { t } = useTranslation();
  return ({ inbound, agent, line, channel, group }) => {
    const who = inbound
      ? t("conversation.received")
      : agent
        ? t("conversation.sentBy", { agent })
        : t("conversation.sent");
    const known = channel?.toLowerCase() === "whatsapp" ? t("conversation.whatsapp") : channel;
    return [who, line, known, group ? t("conversation.group") : null].filter(Boolean).join(" · ");
  };
}
