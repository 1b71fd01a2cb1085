/** What went wrong, in words, with a way to try again. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useErrorMessage } from "./use-error-message.ts";

export interface ErrorAlertProps {
  error: unknown;
  /** Of a read that failed. Left out after a write: the button that was pressed is still there. */
  onRetry?(): void;
}

export function ErrorAlert({ error, onRetry }: ErrorAlertProps) {
  const { t } = useTranslation();
  const say = useErrorMessage();
  return (
    <Alert color="red" variant="light" title={onRetry ? t("problem.load") : t("problem.title")}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{say(error)}</Text>
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t("app.retry")}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
