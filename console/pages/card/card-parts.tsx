/** An insight card in full: its call, its result with the reason, its API calls, and what the agent saw. */
import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { Facts } from "../../parts/facts.tsx";
import { ZonedTime } from "../../parts/zoned-time.tsx";
import { ResultBadge } from "../../parts/result-badge.tsx";
import { Section } from "../../parts/section.tsx";
import { useCustomerLabel } from "../../parts/use-item-labels.ts";
import { useFormats } from "../../words/use-formats.ts";
import { useReason } from "../../words/use-reason.ts";
import { CardLines } from "./card-lines.tsx";

export function CardParts({ card }: { card: ActivityDetailAnswer }) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t("call.summary")}>
        <CardSummary card={card} />
      </Section>
      <Section title={t("card.lines")}>
        <CardLines plan={card.plan} />
      </Section>
    </>
  );
}

function CardSummary({ card }: { card: ActivityDetailAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const sayReason = useReason();
  const customer = useCustomerLabel()(card);
  const { result, reason, direction, line, startedAt, updatedAt, timeZone, requests } = card;
  const callId = card.id.replace(/^card:/, "call:");
  return (
    <Facts
      facts={[
        { name: t("call.result"), value: <ResultBadge result={result} kind="card" /> },
        { name: t("call.why"), value: reason && sayReason(reason) },
        { name: t("call.customer"), value: customer.phone ? `${customer.name} · ${customer.phone}` : customer.name },
        { name: t("call.number"), value: line },
        { name: t("card.direction"), value: direction && t(`itemKind.${direction}`) },
        { name: t("call.started"), value: startedAt && <ZonedTime at={startedAt} zone={timeZone} /> },
        { name: t("call.updated"), value: <ZonedTime at={updatedAt} zone={timeZone} /> },
        {
          name: t("card.call"),
          value: (
            <Anchor component={Link} to={`/activity/${encodeURIComponent(callId)}`} underline="always">
              {t("card.toCall")}
            </Anchor>
          ),
        },
        { name: t("call.apiCallsUsed"), value: formats.number(requests) },
      ]}
    />
  );
}
