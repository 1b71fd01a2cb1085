/** One step of the set-up. Two steps continue on a vendor's page, so their links leave the console. */
import { Alert, Badge, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ConnectionAnswer } from "../../../src/http/api/schemas.ts";
import { signInWaysQuery } from "../../api/access-queries.ts";

type Step = ConnectionAnswer["steps"][number];

const COLORS = { done: "green", next: "cyan", waiting: "gray" } as const;

export interface SetupStepProps {
  step: Step;
  account: string;
  /** Checks that were met earlier and fail now. */
  missing: ConnectionAnswer["checks"];
}

export function SetupStep({ step, account, missing }: SetupStepProps) {
  const { t } = useTranslation();
  const { name, state, detail } = step;
  return (
    <Paper component="li" withBorder p="md" {...(state === "next" ? { "aria-current": "step" as const } : {})}>
      <Stack gap="sm" align="flex-start">
        <Group gap="sm">
          <Title order={2} size="h4">
            {t(`setup.step.${name}`)}
          </Title>
          <Badge variant="light" color={COLORS[state]} tt="none" className="badge">
            {t(`setup.state.${state}`)}
          </Badge>
        </Group>
        <Text>{t(`setup.about.${name}`)}</Text>
        {state === "waiting" && <Text c="dimmed">{t("setup.later")}</Text>}
        {state === "next" && <Text fw={600}>{t(`setup.left.${name}`)}</Text>}
        {missing.map(({ code, remedy }) => (
          <Alert key={code} color="orange" variant="light" role="note" data-check={code}>
            {remedy}
          </Alert>
        ))}
        {detail && (
          <Text c="dimmed" className="breakable">
            {detail}
          </Text>
        )}
        {state !== "waiting" && <StepLink name={name} account={account} isDone={state === "done"} />}
        <details>
          <summary>{t("setup.trouble")}</summary>
          <Text size="sm" mt="xs" maw="44rem">
            {t(`setup.help.${name}`)}
          </Text>
        </details>
      </Stack>
    </Paper>
  );
}

function StepLink({ name, account, isDone }: { name: Step["name"]; account: string; isDone: boolean }) {
  const { t } = useTranslation();
  const ways = useQuery(signInWaysQuery);
  const look = isDone ? ({ variant: "default", size: "xs" } as const) : {};
  const label = isDone ? t(`setup.again.${name}`) : t(`setup.start.${name}`);
  if (name === "lines") {
    return (
      <Button component={Link} to="/numbers" {...look}>
        {label}
      </Button>
    );
  }
  // Without an OAuth app, keys take the place of consent.
  if (ways.data?.oauth === false) {
    return (
      <Button component={Link} to="/keys" {...look}>
        {t("keys.replace", { side: name === "gorgias" ? "Gorgias" : "Aircall" })}
      </Button>
    );
  }
  const address = name === "gorgias" ? `/install?account=${encodeURIComponent(account)}` : "/oauth/aircall/start";
  return (
    <Button component="a" href={address} {...look}>
      {label}
    </Button>
  );
}
