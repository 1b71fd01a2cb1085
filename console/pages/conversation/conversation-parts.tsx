/** A conversation in full: customer, messages with their tickets, changes in Gorgias, and events from Aircall. */
import { Code } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { LeftOut } from "../../parts/left-out.tsx";
import { Section } from "../../parts/section.tsx";
import { useFormats } from "../../words/use-formats.ts";
import { CallMatch } from "../call/call-match.tsx";
import { FailureNotice } from "../call/failure-notice.tsx";
import { RetryButton } from "../call/retry-button.tsx";
import { Timeline } from "../call/timeline.tsx";
import { firstMatch } from "./first-match.ts";
import { ConversationSummary } from "./conversation-summary.tsx";
import { Thread } from "./thread.tsx";
import { useConversationWriteLabels } from "./use-conversation-write-labels.ts";

/** Longer tables are collapsed: a conversation can last for years. */
const MOST_EXPANDED = 20;

export function ConversationParts({ conversation }: { conversation: ActivityDetailAnswer }) {
  const { t } = useTranslation();
  const { plan, match, writes, received } = conversation;
  const messages = plan?.kind === "conversation" ? plan.texts : null;
  const nameOf = useConversationWriteLabels(messages ?? []);
  return (
    <>
      <FailureNotice item={conversation} />
      <Section title={t("call.summary")}>
        <ConversationSummary conversation={conversation} />
        <RetryButton item={conversation} about={t("conversation.retryAbout")} />
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
      <Section title={t("timeline.title")}>
        <Collapsible count={writes.length + received.length}>
          <Timeline item={conversation} nameOf={nameOf} />
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
