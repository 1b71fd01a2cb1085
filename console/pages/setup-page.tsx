/** The three steps that join both sides: what was done, what is left, what to do if a step fails. */
import { Alert, Anchor, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ConnectionAnswer } from "../../src/http/api/schemas.ts";
import { connectionQuery } from "../api/queries.ts";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { SetupStep } from "./setup/setup-step.tsx";

export function SetupPage() {
  const { t } = useTranslation();
  const connection = useQuery(connectionQuery);
  return (
    <PageFrame title={t("page.setup")} intro={t("setup.intro")}>
      <Loaded query={connection}>{(data) => <Steps connection={data} />}</Loaded>
    </PageFrame>
  );
}

function Steps({ connection: { account, steps } }: { connection: ConnectionAnswer }) {
  const { t } = useTranslation();
  const done = steps.filter((step) => step.state === "done").length;
  return (
    <Stack gap="md">
      <Text aria-live="polite">{t("setup.progress", { done, all: steps.length })}</Text>
      {done === steps.length && (
        <Alert color="green" variant="light" title={t("setup.complete")}>
          <Text size="sm">{t("setup.completeAbout")}</Text>
          <Anchor component={Link} to="/activity" size="sm" underline="always">
            {t("setup.toActivity")}
          </Anchor>
        </Alert>
      )}
      <ol className="plain-list">
        {steps.map((step) => (
          <SetupStep key={step.name} step={step} account={account} />
        ))}
      </ol>
    </Stack>
  );
}
