/** The facts of a call, each in a word or two. */
import { Anchor, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { recordingAddress } from "../../api/activity.ts";
import { ExternalLink } from "../../parts/external-link.tsx";
import { Facts, type Fact } from "../../parts/facts.tsx";
import { Outcome } from "../../parts/outcome.tsx";
import { ResultMark } from "../../parts/result-mark.tsx";
import { useCustomerLabel } from "../../parts/use-item-labels.ts";
import { ZonedTime } from "../../parts/zoned-time.tsx";
import { useFormats } from "../../words/use-formats.ts";
import { useReason } from "../../words/use-reason.ts";
import { Tags } from "./call-plan.tsx";

export function CallSummary({ call }: { call: ActivityDetailAnswer }) {
  const { t } = useTranslation();
  const sayReason = useReason();
  const { wakeAt, callbackDoneBy } = call;
  return (
    <Facts
      facts={[
        { name: t("call.result"), value: <ResultMark result={call.result} /> },
        { name: t("call.why"), value: call.reason && sayReason(call.reason) },
        { name: t("activity.outcome"), value: <Outcome item={call} /> },
        { name: t("call.customer"), value: <CustomerFact call={call} /> },
        { name: t("activity.agent"), value: call.agent && (call.agent.name ?? t("activity.agentId", call.agent)) },
        { name: t("call.number"), value: call.line },
        ...useTimes(call),
        { name: t("call.missedReason"), value: call.missedReason?.replaceAll("_", " ") ?? null },
        { name: t("call.tags"), value: call.tags.length === 0 ? null : <Tags tags={call.tags} /> },
        { name: t("call.calledBack"), value: callbackDoneBy && <CallLink id={callbackDoneBy} /> },
        { name: t("kind.card"), value: call.card && <CardLink id={call.id} result={call.card.result} /> },
        { name: t("call.recording"), value: call.recordings.length === 0 ? null : <Recordings call={call} /> },
        { name: t("call.nextRetry"), value: wakeAt && <ZonedTime at={wakeAt} zone={null} /> },
        { name: t("call.apiCallsUsed"), value: <ApiCalls call={call} /> },
      ]}
    />
  );
}

function useTimes({ startedAt, answeredAt, duration }: ActivityDetailAnswer): Fact[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const waitedMs = startedAt && answeredAt ? Date.parse(answeredAt) - Date.parse(startedAt) : null;
  return [
    { name: t("call.started"), value: startedAt && <ZonedTime at={startedAt} zone={null} /> },
    { name: t("call.waited"), value: waitedMs === null ? null : formats.seconds(Math.round(waitedMs / 1_000)) },
    { name: t("call.duration"), value: duration === null ? null : formats.seconds(duration) },
  ];
}

function CustomerFact({ call }: { call: ActivityDetailAnswer }) {
  const { name, phone } = useCustomerLabel()(call);
  const { customerUrl, customerEmail } = call;
  return (
    <Stack gap={0}>
      {customerUrl ? <ExternalLink href={customerUrl}>{name}</ExternalLink> : <span>{name}</span>}
      {phone && <span>{phone}</span>}
      {customerEmail && <span>{customerEmail}</span>}
    </Stack>
  );
}

interface CardLinkProps {
  /** Of the call. */
  id: string;
  result: ActivityDetailAnswer["result"];
}

function CardLink({ id, result }: CardLinkProps) {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to={`/activity/${encodeURIComponent(id.replace(/^call:/, "card:"))}`} underline="always">
      {t(`card.result.${result}`)}
    </Anchor>
  );
}

function CallLink({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to={`/activity/${encodeURIComponent(id)}`} underline="always">
      {t("call.calledBackBy")}
    </Anchor>
  );
}

/** The player asks for the sound when it is started. The link leads to the file in Gorgias. */
function Recordings({ call: { id, recordings } }: { call: ActivityDetailAnswer }) {
  return (
    <ul className="plain-list">
      {recordings.map(({ kind, name, url }) => (
        <li key={url}>
          <audio controls preload="none" src={recordingAddress(id, kind)} aria-label={name} className="player" />
          <ExternalLink href={url}>{name}</ExternalLink>
        </li>
      ))}
    </ul>
  );
}

const KINDS = { customer: "customer", ticket: "ticket", notes: "notes", files: "files", lookups: "lookups" } as const;

/** `6: customer 2, ticket 1, notes 3`. */
function ApiCalls({ call }: { call: ActivityDetailAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const sums = Object.groupBy(call.writes, ({ kind }) => KINDS[groupOf(kind)]);
  const parts = Object.entries(sums).flatMap(([name, writes = []]) => {
    const count = writes.reduce((sum, { requests }) => sum + requests, 0);
    return count === 0 ? [] : [`${t(`call.spent.${name as keyof typeof KINDS}`)} ${formats.number(count)}`];
  });
  return (
    <>{parts.length === 0 ? formats.number(call.requests) : `${formats.number(call.requests)} (${parts.join(", ")})`}</>
  );
}

function groupOf(kind: ActivityDetailAnswer["writes"][number]["kind"]): keyof typeof KINDS {
  if (kind === "customer" || kind === "name" || kind === "phone") return "customer";
  if (kind === "note" || kind === "edit" || kind === "remove" || kind === "message" || kind === "undelivered")
    return "notes";
  if (kind === "upload") return "files";
  if (kind === "look" || kind === "verify" || kind.startsWith("learn-")) return "lookups";
  return "ticket";
}
