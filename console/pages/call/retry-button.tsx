/** Asks the service to look at a call once more. */
import { Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { retryItem } from "../../api/activity.ts";
import { activityItemQuery } from "../../api/queries.ts";
import { useWrite } from "../../api/use-write.ts";
import { ErrorAlert } from "../../parts/error-alert.tsx";

/** `about` says what it does, where it is not a call. */
export function RetryButton({ id, about }: { id: string; about?: string }) {
  const { t } = useTranslation();
  const replay = useWrite(retryItem, {
    changes: [activityItemQuery(id).queryKey],
    said: () => t("call.replayed"),
  });
  return (
    <Stack gap="xs" align="flex-start">
      <Button variant="default" loading={replay.isPending} onClick={() => replay.mutate(id)} aria-describedby="replay">
        {t("call.replay")}
      </Button>
      <Text size="sm" c="dimmed" id="replay">
        {about ?? t("call.replayAbout")}
      </Text>
      {replay.isError && <ErrorAlert error={replay.error} />}
    </Stack>
  );
}
