/** Retries a call or conversation, and shows what comes of it. */
import { Alert, Button, Loader, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { retryItem } from "../../api/activity.ts";
import { activityItemQuery } from "../../api/queries.ts";
import { useWrite } from "../../api/use-write.ts";
import { ErrorAlert } from "../../parts/error-alert.tsx";
import { useReason } from "../../words/use-reason.ts";

const LOOK_EVERY_MS = 1_000;

export interface RetryButtonProps {
  item: ActivityDetailAnswer;
  /** Describes the effect. The default is for a call. */
  about?: string;
}

export function RetryButton({ item, about }: RetryButtonProps) {
  const { t } = useTranslation();
  const sayReason = useReason();
  const [before, setBefore] = useState<string | null>(null);
  const isOver = before !== null && item.updatedAt !== before && item.result !== "pending";
  // Until the run has ended, the item is read more often.
  useQuery({ ...activityItemQuery(item.id), enabled: before !== null && !isOver, refetchInterval: LOOK_EVERY_MS });
  const retry = useWrite(retryItem, {
    changes: [activityItemQuery(item.id).queryKey],
    notification: () => t("call.retried"),
  });
  const start = () => {
    setBefore(item.updatedAt);
    retry.mutate(item.id);
  };
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        variant={item.result === "failed" ? "filled" : "default"}
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={retry.isPending}
        onClick={start}
        aria-describedby="retry-about"
      >
        {t("call.retry")}
      </Button>
      <Text size="sm" c="dimmed" id="retry-about">
        {about ?? t("call.retryAbout")}
      </Text>
      <div role="status">
        {before !== null && !retry.isError && !isOver && (
          <Text size="sm">
            <Loader size="xs" aria-hidden /> {t("call.retrying")}
          </Text>
        )}
        {isOver && (
          <Alert
            variant="light"
            color={item.result === "failed" ? "red" : "green"}
            title={t(`call.retryEnd.${item.result}`)}
          >
            {item.reason && sayReason(item.reason)}
          </Alert>
        )}
      </div>
      {retry.isError && <ErrorAlert error={retry.error} />}
    </Stack>
  );
}
