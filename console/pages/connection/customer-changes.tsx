/** Whether changes of customers in Gorgias are followed, and the button that asks for the permission. */
import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ConnectionDetailsAnswer } from "../../../src/http/api/schemas.ts";
import { RelativeTime } from "../../parts/relative-time.tsx";
import { StatusWord } from "../../parts/status-word.tsx";

const LOOKS = { followed: "good", off: "off", refused: "attention" } as const;

interface Props {
  account: string;
  changes: ConnectionDetailsAnswer["customerChanges"];
  /** Only an app needs the permission. An API key has it, or its owner has not. */
  access: ConnectionDetailsAnswer["gorgias"]["access"];
}

export function CustomerChanges({ account, changes: { state, readAt }, access }: Props) {
  const { t } = useTranslation();
  const address = `/install?${new URLSearchParams({ account, events: "read", return: "/connection" }).toString()}`;
  return (
    <>
      <StatusWord status={LOOKS[state]}>{t(`details.changes.${state}`)}</StatusWord>
      {readAt !== null && (
        <Text size="sm" c="dimmed">
          {t("details.changesRead")} <RelativeTime at={readAt} />
        </Text>
      )}
      {state !== "followed" && (
        <Text size="sm" c="dimmed">
          {t(access === "oauth" ? "details.changesWhy" : "details.changesKey")}
        </Text>
      )}
      {state !== "followed" && access === "oauth" && (
        <Button component="a" href={address} variant="default" size="xs" mt="xs">
          {t("details.changesAllow")}
        </Button>
      )}
    </>
  );
}
