/** The log of a webhook: each event with its state, its attempts and its content, and a button that sends it again. */
import { Button, Group, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DeliveryAnswer, WebhookAnswer } from "../../../src/http/api/schemas.ts";
import { useWrite } from "../../api/use-write.ts";
import { readDeliveries, readDelivery, replayDelivery } from "../../api/webhooks.ts";
import { ErrorAlert } from "../../parts/error-alert.tsx";
import { Loading } from "../../parts/loading.tsx";
import { StateBadge } from "../../parts/state-badge.tsx";
import { ZonedTime } from "../../parts/zoned-time.tsx";
import { useEventLabels } from "./use-event-labels.ts";

const EVERY_MS = 4_000;
const STATES = { pending: "waits", delivered: "good", failed: "bad" } as const;

export function DeliveryList({ webhook }: { webhook: WebhookAnswer }) {
  const { t } = useTranslation();
  const pages = useInfiniteQuery({
    queryKey: ["deliveries", webhook.id],
    queryFn: ({ pageParam, signal }) => readDeliveries(webhook.id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: EVERY_MS,
  });
  if (pages.data === undefined) {
    if (!pages.isError) return <Loading rows={3} />;
    return <ErrorAlert error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  const all = pages.data.pages.flatMap(({ items }) => items);
  if (all.length === 0) return <Text c="dimmed">{t("webhooks.noLog")}</Text>;
  return (
    <>
      <ul className="plain-list rows" aria-label={t("webhooks.logOf", { url: webhook.url })}>
        {all.map((delivery) => (
          <DeliveryRow key={delivery.eventId} webhook={webhook} delivery={delivery} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("activity.more")}
        </Button>
      )}
    </>
  );
}

function DeliveryRow({ webhook, delivery }: { webhook: WebhookAnswer; delivery: DeliveryAnswer }) {
  const { t } = useTranslation();
  const labels = useEventLabels();
  const [isOpen, setIsOpen] = useState(false);
  const { eventId, state, attempts, createdAt, nextAttemptAt } = delivery;
  const replay = useWrite(replayDelivery, { changes: [["deliveries"]], notification: () => t("webhooks.replayed") });
  return (
    <li className="row api-row">
      <div>
        <Group gap="xs">
          <Text fw={600}>{labels.type(delivery.type)}</Text>
          <StateBadge state={STATES[state]}>{t(`webhooks.states.${state}`)}</StateBadge>
        </Group>
        <Text size="sm" c="dimmed">
          <ZonedTime at={createdAt} zone={null} />
        </Text>
        <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
          <summary>{t("webhooks.content")}</summary>
          {isOpen && <DeliveryContent webhookId={webhook.id} eventId={eventId} />}
        </details>
        {replay.isError && <ErrorAlert error={replay.error} />}
      </div>
      <Text size="sm" component="div">
        <div>{labels.result(delivery)}</div>
        <div>{t("webhooks.attempts", { count: attempts })}</div>
        {nextAttemptAt !== null && attempts > 0 && (
          <div>
            {t("webhooks.next")} <ZonedTime at={nextAttemptAt} zone={null} />
          </div>
        )}
      </Text>
      <Button
        size="xs"
        variant="default"
        disabled={!webhook.active}
        loading={replay.isPending}
        onClick={() => replay.mutate({ webhookId: webhook.id, eventId })}
      >
        {t("webhooks.replay")}
        <span className="visually-hidden">&nbsp;{eventId}</span>
      </Button>
    </li>
  );
}

function DeliveryContent({ webhookId, eventId }: { webhookId: string; eventId: string }) {
  const query = useQuery({
    queryKey: ["deliveries", webhookId, eventId],
    queryFn: ({ signal }) => readDelivery({ webhookId, eventId }, signal),
  });
  const { t } = useTranslation();
  const labels = useEventLabels();
  if (query.isError) return <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <Loading rows={2} />;
  const { type, data, log } = query.data;
  return (
    <>
      <pre className="raw" tabIndex={0}>
        {JSON.stringify({ id: eventId, type, data }, null, 2)}
      </pre>
      <ol className="plain-list" aria-label={t("webhooks.attemptList")}>
        {log.map(({ at, status, problem, durationMs }, index) => (
          <li key={log.length - index}>
            <Text size="sm">
              <ZonedTime at={at} zone={null} />: {labels.result({ lastStatus: status, lastProblem: problem })} (
              {t("webhooks.took", { ms: durationMs })})
            </Text>
          </li>
        ))}
      </ol>
    </>
  );
}
