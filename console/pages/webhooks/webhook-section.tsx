/** One webhook: its address, what it receives, whether it works, its actions and its log. */
import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WebhookAnswer } from "../../../src/http/api/schemas.ts";
import { webhooksQuery } from "../../api/queries.ts";
import { useWrite } from "../../api/use-write.ts";
import { deleteWebhook, renewSecret, switchWebhook, testWebhook } from "../../api/webhooks.ts";
import { ConfirmButton } from "../../parts/confirm-button.tsx";
import { ErrorAlert } from "../../parts/error-alert.tsx";
import { Section } from "../../parts/section.tsx";
import { ShownOnce } from "../../parts/shown-once.tsx";
import { StateBadge } from "../../parts/state-badge.tsx";
import { ZonedTime } from "../../parts/zoned-time.tsx";
import { useFormats } from "../../words/use-formats.ts";
import { DeliveryList } from "./delivery-list.tsx";
import { useEventLabels } from "./use-event-labels.ts";

export function WebhookSection({ webhook }: { webhook: WebhookAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [isOpen, setIsOpen] = useState(false);
  const labels = useEventLabels();
  return (
    <Section title={webhook.url}>
      <WebhookState webhook={webhook} />
      <Text size="sm" c="dimmed">
        {formats.list(webhook.events.map(labels.type))}
      </Text>
      <WebhookActions webhook={webhook} />
      <details onToggle={(event) => event.target === event.currentTarget && setIsOpen(event.currentTarget.open)}>
        <summary>{t("webhooks.log")}</summary>
        {isOpen && <DeliveryList webhook={webhook} />}
      </details>
    </Section>
  );
}

function WebhookState({ webhook: { active, failingSince } }: { webhook: WebhookAnswer }) {
  const { t } = useTranslation();
  if (!active) return <StateBadge state="off">{t("webhooks.off")}</StateBadge>;
  if (failingSince === null) return <StateBadge state="good">{t("webhooks.on")}</StateBadge>;
  return (
    <Group gap="xs">
      <StateBadge state="bad">{t("webhooks.failing")}</StateBadge>
      <Text size="sm">
        {t("webhooks.failingSince")} <ZonedTime at={failingSince} zone={null} />
      </Text>
    </Group>
  );
}

function WebhookActions({ webhook }: { webhook: WebhookAnswer }) {
  const { t } = useTranslation();
  const { id, active } = webhook;
  const test = useWrite(testWebhook, { changes: [["deliveries"]], notification: () => t("webhooks.tested") });
  const turn = useWrite(switchWebhook, { changes: CHANGES, notification: () => t("webhooks.changed") });
  const failed = [test, turn].find(({ isError }) => isError);
  const small = { size: "xs", variant: "default" } as const;
  return (
    <>
      <Group gap="xs">
        <Button {...small} disabled={!active} loading={test.isPending} onClick={() => test.mutate(webhook)}>
          {t("webhooks.test")}
        </Button>
        <Button {...small} loading={turn.isPending} onClick={() => turn.mutate({ id, active: !active })}>
          {active ? t("webhooks.turnOff") : t("webhooks.turnOn")}
        </Button>
      </Group>
      {failed && <ErrorAlert error={failed.error} />}
      <ConfirmedActions webhook={webhook} />
    </>
  );
}

const CHANGES = [webhooksQuery.queryKey];

/** What cannot be undone. */
function ConfirmedActions({ webhook }: { webhook: WebhookAnswer }) {
  const { t } = useTranslation();
  const [secret, setSecret] = useState<string | null>(null);
  const remove = useWrite(deleteWebhook, { changes: CHANGES, notification: () => t("webhooks.deleted") });
  const renew = useWrite(
    async (csrfToken, one: WebhookAnswer) => setSecret((await renewSecret(csrfToken, one)).secret),
    { changes: CHANGES, notification: () => t("webhooks.renewed") },
  );
  const failed = [remove, renew].find(({ isError }) => isError);
  const about = { of: webhook.url, isQuiet: true };
  return (
    <>
      <Group gap="xs">
        <ConfirmButton
          {...about}
          label={t("webhooks.renew")}
          ask={t("webhooks.renewAsk")}
          about={t("webhooks.renewAbout")}
          confirm={t("webhooks.renewConfirm")}
          isDangerous={false}
          isBusy={renew.isPending}
          onConfirm={() => renew.mutate(webhook)}
        />
        <ConfirmButton
          {...about}
          label={t("webhooks.delete")}
          ask={t("webhooks.deleteAsk")}
          about={t("webhooks.deleteAbout")}
          confirm={t("webhooks.deleteConfirm")}
          isDangerous
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate(webhook)}
        />
      </Group>
      {failed && <ErrorAlert error={failed.error} />}
      {secret !== null && <ShownOnce label={t("webhooks.secret")} about={t("webhooks.secretAbout")} secret={secret} />}
    </>
  );
}
