/** Retries everything that failed within the filter, and shows how far that is. */
import { Alert, Button, Progress, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RetryFailedAnswer } from "../../../src/http/api/schemas.ts";
import { countActivity, readItems, retryFailed } from "../../api/activity.ts";
import { ErrorAlert } from "../../parts/error-alert.tsx";
import { useSession } from "../../shell/session-gate.tsx";
import { useFormats } from "../../words/use-formats.ts";
import { askedFor, filterToSearch, type ChosenFilter } from "./filter-in-address.ts";

const COUNT_EVERY_MS = 10_000;
const LOOK_EVERY_MS = 1_500;
/** The limit of the API. */
const MOST_ASKED = 100;

export function useRetryFailed(filter: ChosenFilter) {
  const { csrfToken } = useSession();
  const queries = useQueryClient();
  const [started, setStarted] = useState<RetryFailedAnswer | null>(null);
  const failed = { ...filter, result: "failed" } as const;
  const isPossible = filter.result === "" || filter.result === "failed";
  const count = useQuery({
    queryKey: ["activity-failed", filterToSearch(failed)],
    queryFn: ({ signal }) => countActivity(askedFor(failed, Date.now()), signal),
    enabled: isPossible,
    refetchInterval: COUNT_EVERY_MS,
  });
  const retry = useMutation({
    mutationFn: () => retryFailed(csrfToken, askedFor(failed, Date.now())),
    onSuccess: async (answer) => {
      setStarted(answer);
      await queries.invalidateQueries({ queryKey: ["activity-failed"] });
    },
  });
  return { count: isPossible ? count.data : undefined, retry, started, forget: () => setStarted(null) };
}

type Retry = ReturnType<typeof useRetryFailed>;

export function RetryFailedButton({ count, retry }: Pick<Retry, "count" | "retry">) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (!count || count.count === 0) return null;
  const number = `${formats.number(count.count)}${count.isMore ? "+" : ""}`;
  return (
    <Button
      variant="default"
      leftSection={<IconRefresh size={16} aria-hidden />}
      loading={retry.isPending}
      onClick={() => retry.mutate()}
    >
      {t("activity.retryFailed", { number })}
    </Button>
  );
}

export function RetryProgress({ started, forget, retry }: Pick<Retry, "started" | "forget" | "retry">) {
  const { t } = useTranslation();
  const formats = useFormats();
  const before = new Map(started?.items.map(({ id, updatedAt }) => [id, updatedAt]));
  const ids = [...before.keys()];
  const looked = useQuery({
    queryKey: ["activity-retried", ids.join(",")],
    queryFn: async ({ signal }) => {
      const pages = Array.from({ length: Math.ceil(ids.length / MOST_ASKED) }, (_, page) =>
        readItems(ids.slice(page * MOST_ASKED, (page + 1) * MOST_ASKED), signal),
      );
      return (await Promise.all(pages)).flatMap(({ items }) => items);
    },
    enabled: ids.length > 0,
    refetchInterval: ({ state: { data } }) => (data && data.every(isOver) ? false : LOOK_EVERY_MS),
  });
  const isOver = (item: { id: string; updatedAt: string; result: string }) =>
    item.result !== "pending" && item.updatedAt !== before.get(item.id);
  if (retry.isError) return <ErrorAlert error={retry.error} />;
  if (started === null || ids.length === 0) return null;
  const over = (looked.data ?? []).filter(isOver);
  const failed = over.filter(({ result }) => result === "failed").length;
  const isEnd = over.length === ids.length;
  return (
    <Alert
      color={isEnd ? (failed > 0 ? "red" : "green") : "yellow"}
      variant="light"
      withCloseButton
      closeButtonLabel={t("app.close")}
      onClose={forget}
      title={t(isEnd ? "activity.retriedAll" : "activity.retrying", {
        number: formats.number(over.length),
        total: formats.number(ids.length),
      })}
    >
      <Stack gap="xs">
        <Progress value={(100 * over.length) / ids.length} aria-label={t("activity.retryProgress")} />
        <Text size="sm" role="status">
          {t("activity.retryResult", {
            done: formats.number(over.length - failed),
            failed: formats.number(failed),
          })}
          {started.isMore && ` ${t("activity.retryMore")}`}
        </Text>
      </Stack>
    </Alert>
  );
}
