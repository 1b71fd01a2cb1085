/** The form for a new webhook. Its secret is shown once, below the form. */
import { Button, Checkbox, Group, Stack, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { webhooksQuery } from "../../api/queries.ts";
import { useWrite } from "../../api/use-write.ts";
import { createWebhook, type WebhookRequest } from "../../api/webhooks.ts";
import { ErrorAlert } from "../../parts/error-alert.tsx";
import { ShownOnce } from "../../parts/shown-once.tsx";
import { EVENT_TYPES, useEventLabels } from "./use-event-labels.ts";

const LONGEST_URL = 1000;

export function WebhookForm() {
  const { t } = useTranslation();
  const [url, setUrl] = useState("");
  const [events, setEvents] = useState<string[]>([...EVENT_TYPES]);
  const [isTried, setIsTried] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const create = useWrite(
    async (csrfToken, wanted: WebhookRequest) => setSecret((await createWebhook(csrfToken, wanted)).secret),
    {
      changes: [webhooksQuery.queryKey],
      notification: () => t("webhooks.created"),
      onDone: () => {
        setUrl("");
        setIsTried(false);
      },
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (url.trim() === "" || events.length === 0) return;
    setSecret(null);
    const chosen = EVENT_TYPES.filter((type) => events.includes(type));
    create.mutate({ url: url.trim(), description: "", events: chosen });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          type="url"
          label={t("webhooks.url")}
          description={t("webhooks.urlAbout")}
          value={url}
          maxLength={LONGEST_URL}
          error={isTried && url.trim() === "" ? t("webhooks.urlMissing") : undefined}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <EventChoice events={events} isMissing={isTried && events.length === 0} onChange={setEvents} />
        {create.isError && <ErrorAlert error={create.error} />}
        <Group>
          <Button type="submit" loading={create.isPending}>
            {t("webhooks.create")}
          </Button>
        </Group>
      </Stack>
      {secret !== null && <ShownOnce label={t("webhooks.secret")} about={t("webhooks.secretAbout")} secret={secret} />}
    </form>
  );
}

interface EventChoiceProps {
  events: string[];
  isMissing: boolean;
  onChange(events: string[]): void;
}

function EventChoice({ events, isMissing, onChange }: EventChoiceProps) {
  const { t } = useTranslation();
  const labels = useEventLabels();
  const error = isMissing ? t("webhooks.eventsMissing") : undefined;
  return (
    <Checkbox.Group label={t("webhooks.events")} value={events} error={error} onChange={onChange}>
      <Stack gap="xs" mt="xs">
        {EVENT_TYPES.map((type) => (
          <Checkbox key={type} value={type} label={labels.type(type)} description={type} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
