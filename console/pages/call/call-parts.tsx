/** A call in full: its timeline, and beside it the facts, how the customer was found, and the planned ticket. */
import { Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { LeftOut } from "../../parts/left-out.tsx";
import { Section } from "../../parts/section.tsx";
import { ButtonLink } from "../../parts/button-link.tsx";
import { CallMatch } from "./call-match.tsx";
import { CallPlan } from "./call-plan.tsx";
import { CallSummary } from "./call-summary.tsx";
import { FailureNotice } from "./failure-notice.tsx";
import { RetryButton } from "./retry-button.tsx";
import { Timeline } from "./timeline.tsx";
import { useCallWrites } from "./use-write-labels.ts";

export function CallParts({ call }: { call: ActivityDetailAnswer }) {
  const { t } = useTranslation();
  const nameOf = useCallWrites();
  return (
    <>
      <Group gap="xs">
        {call.ticketUrl && <ButtonLink href={call.ticketUrl}>{t("call.openTicket", { id: call.ticketId })}</ButtonLink>}
        {call.aircallUrl && <ButtonLink href={call.aircallUrl}>{t("call.openInAircall")}</ButtonLink>}
      </Group>
      <FailureNotice item={call} />
      <div className="two-columns">
        <div className="column">
          <Section title={t("timeline.title")}>
            <Timeline item={call} nameOf={nameOf} />
          </Section>
          <LeftOut leftOut={call.leftOut} isAskedAgain />
        </div>
        <div className="column">
          <Section title={t("call.summary")}>
            <CallSummary call={call} />
            <RetryButton item={call} />
          </Section>
          <Section title={t("call.match")}>
            <CallMatch match={call.match} />
          </Section>
          <Section title={t("call.plan")}>
            <CallPlan plan={call.plan} zone={null} users={call.users} />
          </Section>
        </div>
      </div>
    </>
  );
}
