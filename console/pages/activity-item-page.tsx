/** One call, conversation or card in full: what came, who it was, what was decided, what was written, and why. */
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { ActivityDetailAnswer } from "../../src/http/api/schemas.ts";
import { activityItemQuery } from "../api/queries.ts";
import { LeftOut } from "../parts/left-out.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { Section } from "../parts/section.tsx";
import { useCustomerLabel, useItemName, useItemKind } from "../parts/use-item-labels.ts";
import { CallMatch } from "./call/call-match.tsx";
import { CallPlan } from "./call/call-plan.tsx";
import { CallSummary } from "./call/call-summary.tsx";
import { Received } from "./call/received.tsx";
import { RetryButton } from "./call/retry-button.tsx";
import { Writes } from "./call/writes.tsx";
import { CardParts } from "./card/card-parts.tsx";
import { ConversationParts } from "./conversation/conversation-parts.tsx";

export function ActivityItemPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const call = useQuery(activityItemQuery(id));
  const titleOf = useTitle();
  const title = call.data ? titleOf(call.data) : t(`page.${unnamedKind(id)}`);
  return (
    <>
      <Anchor component={Link} to="/activity" size="sm" underline="always">
        <span aria-hidden>← </span>
        {t("call.back")}
      </Anchor>
      <PageFrame title={title}>
        <Loaded query={call} rows={6}>
          {(data) => <Entry entry={data} />}
        </Loaded>
      </PageFrame>
    </>
  );
}

/** What an entry is before it is loaded. */
function unnamedKind(id: string): "call" | "conversation" | "card" {
  if (id.startsWith("text:")) return "conversation";
  return id.startsWith("card:") ? "card" : "call";
}

function Entry({ entry }: { entry: ActivityDetailAnswer }) {
  switch (entry.kind) {
    case "call":
      return <Parts call={entry} />;
    case "conversation":
      return <ConversationParts conversation={entry} />;
    case "card":
      return <CardParts card={entry} />;
    default:
      return entry.kind satisfies never;
  }
}

function useTitle(): (item: ActivityDetailAnswer) => string {
  const [titled, callerOf, nameOf] = [useItemKind(), useCustomerLabel(), useItemName()];
  return (item) => (item.kind === "conversation" ? nameOf(item) : `${titled(item)} · ${callerOf(item).name}`);
}

function Parts({ call }: { call: ActivityDetailAnswer }) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t("call.summary")}>
        <CallSummary call={call} />
        <RetryButton id={call.id} />
      </Section>
      <LeftOut leftOut={call.leftOut} isAskedAgain />
      <Section title={t("call.match")}>
        <CallMatch match={call.match} />
      </Section>
      <Section title={t("call.plan")}>
        <CallPlan plan={call.plan} zone={call.timeZone} />
      </Section>
      <Section title={t("call.writes")}>
        <Writes writes={call.writes} zone={call.timeZone} />
      </Section>
      <Section title={t("call.received")}>
        <Received received={call.received} zone={call.timeZone} />
      </Section>
    </>
  );
}
