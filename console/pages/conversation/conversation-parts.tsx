/** A conversation in full: customer, messages with their tickets, changes in Gorgias, and events from Aircall. */
import { Code } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { LeftOut } from "../../parts/left-out.tsx";
import { Section } from "../../parts/section.tsx";
import { useFormats } from "../../words/use-formats.ts";
import { CallMatch } from "../call/call-match.tsx";
import { Received } from "../call/received.tsx";
import { RetryButton } from "../call/retry-button.tsx";
import { Writes } from "../call/writes.tsx";
import { firstMatch } from "./first-match.ts";
import { ConversationSummary } from "./conversation-summary.tsx";
import { Thread } from "./thread.tsx";
import { useConversationWriteLabels } from "./use-conversation-write-labels.ts";

/** Longer tables are collapsed: a conversation can last for years. */
const MOST_EXPANDED = 20;

export function ConversationParts({ conversation }: { conversation: ActivityDetailAnswer }) {
  const { t } = useTranslation();
  const { plan, match, writes, received, timeZone } = conversation;
  const messages = plan?.kind === "conversation" ? plan.texts : null;
  const nameOf = useConversationWriteLabels(messages ?? []);
  return (
    <>
      <Section title={t("call.summary")}>
        <ConversationSummary conversation={conversation} />
        <RetryButton id={conversation.id} about={t("conversation.retryAbout")} />
      </Section>
      <Section title={t("conversation.messages")}>
        <Thread messages={messages} conversation={conversation} />
        {plan !== null && (
          <details>
            <summary>{t("call.rawJson")}</summary>
            <Code block mt="xs" className="raw" tabIndex={0}>
              {JSON.stringify(plan, null, 2)}
            </Code>
          </details>
        )}
      </Section>
      <LeftOut leftOut={conversation.leftOut} />
      <Section title={t("call.match")}>
        <CallMatch match={firstMatch(match, writes)} />
      </Section>
      <Section title={t("call.writes")}>
        <Collapsible count={writes.length}>
          <Writes writes={writes} zone={timeZone} nameOf={nameOf} />
        </Collapsible>
      </Section>
      <Section title={t("call.received")}>
        <Collapsible count={received.length}>
          <Received received={received} zone={timeZone} />
        </Collapsible>
      </Section>
    </>
  );
}

function Collapsible({ count, children }: { count: number; children: ReactNode }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (count <= MOST_EXPANDED) return children;
  return (
    <details>
      <summary>{t("conversation.showAll", { number: formats.number(count) })}</summary>
      {children}
    </details>
  );
}
