/** The steps of the set-up: what is done, what is left, and help if a step fails. */
import { Alert, Anchor, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ConnectionAnswer } from "../../src/http/api/schemas.ts";
import { connectionDetailsQuery, connectionQuery } from "../api/queries.ts";
import { Loaded } from "../parts/loaded.tsx";
import { failingChecksOf } from "../parts/failing-checks.ts";
import { PageFrame } from "../parts/page-frame.tsx";
import { TestCallStep } from "./setup/test-call-step.tsx";
import { SetupStep } from "./setup/setup-step.tsx";

/** The checks of each step. */
const CHECKS = {
  gorgias: ["gorgias_access", "admin"],
  aircall: ["aircall_access", "webhook"],
  lines: ["lines_selected", "lines_linked"],
} as const;

export function SetupPage() {
  const { t } = useTranslation();
  const connection = useQuery(connectionQuery);
  return (
    <PageFrame title={t("page.setup")} intro={t("setup.intro")}>
      <Loaded query={connection}>{(data) => <Steps connection={data} />}</Loaded>
    </PageFrame>
  );
}

function Steps({ connection }: { connection: ConnectionAnswer }) {
  const { t } = useTranslation();
  const { account, steps, status, healthy } = connection;
  const details = useQuery(connectionDetailsQuery).data ?? null;
  const isTested = details !== null && details.latestTicket !== null;
  const joined = steps.filter((step) => step.state === "done").length;
  const done = joined + (isTested ? 1 : 0);
  return (
    <Stack gap="md">
      <Text aria-live="polite">{t("setup.progress", { done, all: steps.length + 1 })}</Text>
      {healthy && isTested && (
        <Alert color="green" variant="light" title={t("setup.complete")}>
          <Text size="sm">{t("setup.completeAbout")}</Text>
          <Anchor component={Link} to="/activity" size="sm" underline="always">
            {t("setup.toActivity")}
          </Anchor>
        </Alert>
      )}
      <ol className="plain-list">
        {steps.map((step) => (
          <SetupStep
            key={step.name}
            step={step}
            account={account}
            missing={status === "installing" ? [] : failingChecksOf(connection, CHECKS[step.name])}
          />
        ))}
        <TestCallStep isNext={status === "active" && joined === steps.length} details={details} />
      </ol>
    </Stack>
  );
}
