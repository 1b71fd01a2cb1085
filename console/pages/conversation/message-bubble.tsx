/** One message: its text, files, author, number and time, and whether it is in Gorgias. */
import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { ZonedTime } from "../../parts/zoned-time.tsx";
import { useReason } from "../../words/use-reason.ts";
import { TicketLink } from "./ticket-link.tsx";
import type { ShownText } from "./shown-text.ts";
import { useFileLabels } from "./use-file-labels.ts";

export interface MessageBubbleProps {
  message: ShownText;
  conversation: ActivityDetailAnswer;
}

/** The content is untrusted. All times are in the browser's time zone. */
export function MessageBubble({ message, conversation }: MessageBubbleProps) {
  const { t } = useTranslation();
  const source = useSource()(message);
  const { body, state, undelivered, ticketId } = message;
  return (
    <li className="bubble" data-direction={message.direction}>
      {body.trim() === "" ? (
        <Text fs="italic">{t("conversation.noBody")}</Text>
      ) : (
        <p className="bubble-body breakable" dir="auto">
          {body}
        </p>
      )}
      <Files message={message} conversation={conversation} />
      <Text size="sm" className="breakable">
        {source} · <ZonedTime at={message.at} zone={null} />
        {ticketId !== null && (
          <>
            {" · "}
            <TicketLink id={ticketId} tickets={conversation.tickets} />
          </>
        )}
      </Text>
      {(undelivered || state !== "done") && (
        <Group gap={6} mt={4}>
          {undelivered && <StateBadge color="orange">{t("conversation.undelivered")}</StateBadge>}
          {state === "waiting" && <StateBadge color="yellow">{t("conversation.waiting")}</StateBadge>}
          {state === "refused" && <StateBadge color="red">{t("conversation.refused")}</StateBadge>}
          <Reason message={message} conversation={conversation} />
        </Group>
      )}
    </li>
  );
}

function StateBadge({ color, children }: { color: string; children: string }) {
  return (
    <Badge variant="light" color={color} tt="none" className="badge">
      {children}
    </Badge>
  );
}

/** The reason of a rejected or waiting message. */
function Reason({ message: { id, state }, conversation: { writes, reason } }: MessageBubbleProps) {
  const sayReason = useReason();
  const rejected = writes.find((write) => write.kind === "message" && write.ref === id && write.state === "refused");
  const why = state === "refused" ? rejected?.reason : state === "waiting" ? reason : null;
  if (!why) return null;
  return (
    <Text size="sm" className="breakable">
      {sayReason(why)}
    </Text>
  );
}

function Files({ message: { id, files }, conversation: { writes } }: MessageBubbleProps) {
  const { t } = useTranslation();
  const fileLabel = useFileLabels();
  if (files.length === 0) return null;
  return (
    <ul className="plain-list bubble-files" aria-label={t("conversation.files")}>
      {files.map(({ name, outcome }, index) => {
        const uploaded = writes.find(({ kind, ref, part }) => kind === "upload" && ref === id && part === index);
        return (
          // Files are never removed or reordered, and two can have the same name.
          <li key={index} className="breakable">
            <strong>{name}</strong> – {fileLabel(outcome, uploaded?.file ?? null)}
          </li>
        );
      })}
    </ul>
  );
}

/** `Sent by Cleo Agent · Support FR · WhatsApp`. */
function useSource(): (message: ShownText) => string {
  const { t } = useTranslation();
  return ({ direction, agent, line, channel, group }) => {
    const author =
      direction === "inbound"
        ? t("conversation.received")
        : agent
          ? t("conversation.sentBy", { agent })
          : t("conversation.sent");
    const channelName = channel?.toLowerCase() === "whatsapp" ? t("conversation.whatsapp") : channel;
    return [author, line, channelName, group ? t("conversation.group") : null].filter(Boolean).join(" · ");
  };
}
