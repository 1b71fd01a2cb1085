/** The last step of the set-up: a call or message becomes a ticket, seen live. */
import { Anchor, Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ConnectionDetailsAnswer } from "../../../src/http/api/schemas.ts";
import { ExternalLink } from "../../parts/external-link.tsx";
import { RelativeTime } from "../../parts/relative-time.tsx";
import { StatusWord } from "../../parts/status-word.tsx";
import { useSession } from "../../shell/session-gate.tsx";

export interface TestCallStepProps {
  /** All steps before are done. */
  isNext: boolean;
  details: Pick<ConnectionDetailsAnswer, "lastDelivery" | "latestTicket"> | null;
}

export function TestCallStep({ isNext, details }: TestCallStepProps) {
  const { t } = useTranslation();
  const ticket = details?.latestTicket ?? null;
  const state = ticket ? "done" : isNext ? "next" : "waiting";
  return (
    <Paper component="li" withBorder p="md" {...(state === "next" ? { "aria-current": "step" as const } : {})}>
      <Stack gap="sm" align="flex-start">
        <Group gap="sm">
          <Title order={2} size="h4">
            {t("setup.step.test")}
          </Title>
          <Badge variant="light" color={state === "done" ? "green" : "gray"} tt="none" className="badge">
            {t(`setup.state.${state}`)}
          </Badge>
        </Group>
        <Text>{t("setup.about.test")}</Text>
        {state === "waiting" && <Text c="dimmed">{t("setup.later")}</Text>}
        {state === "next" && <Waiting lastDelivery={details?.lastDelivery ?? null} />}
        {ticket && (
          <div role="status">
            <StatusWord status="good">
              {t("setup.ticketMade")} <RelativeTime at={ticket.at} />
            </StatusWord>
            <Group gap="md" mt="xs">
              <ExternalLink href={ticket.ticketUrl}>{t("call.openTicket", { id: ticket.ticketId })}</ExternalLink>
              <Anchor component={Link} to={`/activity/${encodeURIComponent(ticket.id)}`} underline="always">
                {t("setup.howMade")}
              </Anchor>
            </Group>
          </div>
        )}
        <details>
          <summary>{t("setup.trouble")}</summary>
          <Text size="sm" mt="xs" maw="44rem">
            {t("setup.help.test")}
          </Text>
        </details>
      </Stack>
    </Paper>
  );
}

function Waiting({ lastDelivery }: { lastDelivery: ConnectionDetailsAnswer["lastDelivery"] }) {
  const { t } = useTranslation();
  const { sandbox } = useSession();
  return (
    <>
      <Text fw={600}>{t("setup.left.test")}</Text>
      {sandbox && <ExternalLink href={sandbox.phonePanel}>{t("sandbox.phone")}</ExternalLink>}
      <div role="status">
        {lastDelivery ? (
          <StatusWord status="attention">
            {t("setup.heard", { event: lastDelivery.event })} <RelativeTime at={lastDelivery.at} />
          </StatusWord>
        ) : (
          <StatusWord status="off">{t("setup.listening")}</StatusWord>
        )}
      </div>
    </>
  );
}
