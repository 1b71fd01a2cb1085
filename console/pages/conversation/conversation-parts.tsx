/** A conversation in full: who, the texts and where each went, what came, what was written, and why. */
import { Code } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { LeftOut } from "../../parts/left-out.tsx";
import { Section } from "../../parts/section.tsx";
import { useFormats } from "../../words/use-formats.ts";
import { CallMatch } from "../call/call-match.tsx";
import { Received } from "../call/received.tsx";
import { ReplayButton } from "../call/replay-button.tsx";
import { Writes } from "../call/writes.tsx";
import { firstMatch } from "./first-match.ts";
import { ConversationSummary } from "./conversation-summary.tsx";
import { Thread } from "./thread.tsx";
import { useConversationWrites } from "./use-conversation-writes.ts";

/** Longer tables are folded: a conversation lasts for years. */
const MOST_UNFOLDED = 20;

export function ConversationParts({ conversation }: { conversation: ActivityDetailAnswer }) {
  const { t } = useTranslation();
  const { plan, match, writes, received, timeZone } = conversation;
  const texts = plan?.kind === "conversation" ? plan.texts : null;
  const nameOf = useConversationWrites(texts ?? []);
  return (
    <>
      <Section title={t("call.summary")}>
        <ConversationSummary conversation={conversation} />
        <ReplayButton id={conversation.id} about={t("conversation.replayAbout")} />
      </Section>
      <Section title={t("conversation.texts")}>
        <Thread texts={texts} conversation={conversation} />
        {plan !== null && (
          <details>
            <summary>{t("call.raw")}</summary>
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
        <Folded count={writes.length}>
          <Writes writes={writes} zone={timeZone} nameOf={nameOf} />
        </Folded>
      </Section>
      <Section title={t("call.received")}>
        <Folded count={received.length}>
          <Received received={received} zone={timeZone} />
        </Folded>
      </Section>
    </>
  );
}

function Folded({ count, children }: { count: number; children: ReactNode }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (count <= MOST_UNFOLDED) return children;
  return (
    <details>
      <summary>{t("conversation.showAll", { number: formats.number(count) })}</summary>
      {children}
    </details>
  );
}
