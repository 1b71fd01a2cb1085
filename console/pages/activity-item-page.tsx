/** One call, conversation or insight card in full: events, customer, plan, changes in Gorgias, reasons. */
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
  const item = useQuery(activityItemQuery(id));
  const titleOf = useTitle();
  const title = item.data ? titleOf(item.data) : t(`page.${kindOf(id)}`);
  return (
    <>
      <Anchor component={Link} to="/activity" size="sm" underline="always">
        <span aria-hidden>← </span>
        {t("call.back")}
      </Anchor>
      <PageFrame title={title}>
        <Loaded query={item} rows={6}>
          {(data) => <Item item={data} />}
        </Loaded>
      </PageFrame>
    </>
  );
}

/** The kind of an item before it is loaded. */
function kindOf(id: string): "call" | "conversation" | "card" {
  if (id.startsWith("text:")) return "conversation";
  return id.startsWith("card:") ? "card" : "call";
}

function Item({ item }: { item: ActivityDetailAnswer }) {
  switch (item.kind) {
    case "call":
      return <CallParts call={item} />;
    case "conversation":
      return <ConversationParts conversation={item} />;
    case "card":
      return <CardParts card={item} />;
    default:
      return item.kind satisfies never;
  }
}

function useTitle(): (item: ActivityDetailAnswer) => string {
  const [kindLabel, customerOf, nameOf] = [useItemKind(), useCustomerLabel(), useItemName()];
  return (item) => (item.kind === "conversation" ? nameOf(item) : `${kindLabel(item)} · ${customerOf(item).name}`);
}

function CallParts({ call }: { call: ActivityDetailAnswer }) {
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
