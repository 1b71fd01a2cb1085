/** Sends a test alert to the address in the form, saved or not, and shows the outcome. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { sendTestAlert } from "../../api/settings.ts";
import { ApiError } from "../../api/request.ts";
import { ErrorAlert } from "../../parts/error-alert.tsx";
import { lookDisabled } from "../../parts/look-disabled.ts";
import { useSession } from "../../shell/session-gate.tsx";
import { useFormats } from "../../words/use-formats.ts";

export interface TestAlertProps {
  /** What is typed and not saved yet. Null for the saved address. */
  typed: string | null;
  /** There is neither a saved nor a typed address. */
  isEmpty: boolean;
  onRejected(error: unknown): void;
}

export function TestAlert({ typed, isEmpty, onRejected }: TestAlertProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { csrfToken } = useSession();
  const test = useMutation({
    mutationFn: () => sendTestAlert(csrfToken, typed),
    onError: onRejected,
  });
  const outcome = test.data;
  const isAtField = test.error instanceof ApiError && test.error.fields.length > 0;
  return (
    <Stack gap="sm" align="flex-start">
      <Button
        variant="default"
        loading={test.isPending}
        {...lookDisabled(isEmpty)}
        onClick={() => !isEmpty && test.mutate()}
      >
        {t("settings.testAlert")}
      </Button>
      <div aria-live="polite">
        {outcome && !test.isPending && (
          <Alert
            color={outcome.delivered ? "green" : "red"}
            variant="light"
            icon={outcome.delivered ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
            title={outcome.delivered ? t("settings.testDelivered") : t("settings.testFailed")}
          >
            <Text size="sm">{outcome.message}</Text>
            <Text size="sm" c="dimmed">
              {t("settings.testTook", { time: `${formats.number(outcome.ms)} ms` })}
            </Text>
          </Alert>
        )}
        {test.isError && !isAtField && <ErrorAlert error={test.error} />}
      </div>
    </Stack>
  );
}
