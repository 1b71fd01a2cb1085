/** Waits for the first call and shows its ticket, so that the set-up ends with something that works. */
import { Anchor, Button, Group, Loader, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { firstCallQuery } from "../../api/access-queries.ts";
import { ExternalLink } from "../../parts/external-link.tsx";
import { StepFrame } from "./step-frame.tsx";

export function FirstCallStep({ isConnected, phonePanel }: { isConnected: boolean; phonePanel: string | null }) {
  const { t } = useTranslation();
  const call = useQuery({ ...firstCallQuery, enabled: isConnected });
  const first = call.data ?? null;
  const isDone = first !== null && first.ticketId !== null;
  const state = isDone ? "done" : isConnected ? "checking" : "open";
  return (
    <StepFrame title={t("connect.step.call")} about={t("connect.about.call")} state={state}>
      {isConnected && (
        <Stack gap="sm">
          <div role="status">
            {isDone ? (
              <Text className="breakable">
                {t("connect.ticket", {
                  caller: first.caller ?? t("connect.unknownCaller"),
                  ticket: String(first.ticketId),
                })}{" "}
                {first.ticketUrl !== null && (
                  <ExternalLink href={first.ticketUrl}>{t("connect.openTicket")}</ExternalLink>
                )}
              </Text>
            ) : (
              <Group gap="sm">
                <Loader size="xs" aria-hidden />
                <Text>{t(first === null ? "connect.waiting" : "connect.callSeen")}</Text>
              </Group>
            )}
          </div>
          {phonePanel !== null && !isDone && (
            <Anchor href={phonePanel} target="_blank" rel="noreferrer" underline="always">
              {t("connect.phonePanel")}
            </Anchor>
          )}
          <Group>
            <Button component="a" href="/" variant={isDone ? "filled" : "default"}>
              {t("connect.toConsole")}
            </Button>
          </Group>
        </Stack>
      )}
    </StepFrame>
  );
}
