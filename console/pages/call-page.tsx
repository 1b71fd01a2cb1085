/** One call or conversation in full: what came, who it was, what was decided, what was written, and why. */
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { ActivityDetailAnswer } from "../../src/http/api/schemas.ts";
import { callQuery } from "../api/queries.ts";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { Section } from "../parts/section.tsx";
import { useCaller, useTitled } from "../parts/use-caller.ts";
import { CallMatch } from "./call/call-match.tsx";
import { CallPlan } from "./call/call-plan.tsx";
import { CallSummary } from "./call/call-summary.tsx";
import { Received } from "./call/received.tsx";
import { ReplayButton } from "./call/replay-button.tsx";
import { Writes } from "./call/writes.tsx";

export function CallPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const call = useQuery(callQuery(id));
  const [titled, callerOf] = [useTitled(), useCaller()];
  const title = call.data ? `${titled(call.data)} · ${callerOf(call.data).name}` : t("page.call");
  return (
    <>
      <Anchor component={Link} to="/activity" size="sm" underline="always">
        <span aria-hidden>← </span>
        {t("call.back")}
      </Anchor>
      <PageFrame title={title}>
        <Loaded query={call} rows={6}>
          {(data) => <Parts call={data} />}
        </Loaded>
      </PageFrame>
    </>
  );
}

function Parts({ call }: { call: ActivityDetailAnswer }) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t("call.summary")}>
        <CallSummary call={call} />
        <ReplayButton id={call.id} />
      </Section>
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
