/** Retries a call or conversation. */
import { Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { retryItem } from "../../api/activity.ts";
import { activityItemQuery } from "../../api/queries.ts";
import { useWrite } from "../../api/use-write.ts";
import { ErrorAlert } from "../../parts/error-alert.tsx";

/** `about` describes the effect. The default is for a call. */
export function RetryButton({ id, about }: { id: string; about?: string }) {
  const { t } = useTranslation();
  const retry = useWrite(retryItem, {
    changes: [activityItemQuery(id).queryKey],
    notification: () => t("call.retried"),
  });
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        variant="default"
        loading={retry.isPending}
        onClick={() => retry.mutate(id)}
        aria-describedby="retry-about"
      >
        {t("call.retry")}
      </Button>
      <Text size="sm" c="dimmed" id="retry-about">
        {about ?? t("call.retryAbout")}
      </Text>
      {retry.isError && <ErrorAlert error={retry.error} />}
    </Stack>
  );
}
