/** An error message, with a retry button for reads. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useErrorMessage } from "./use-error-message.ts";

export interface ErrorAlertProps {
  error: unknown;
  /** For a failed read. Not for a write: its own button is still on the page. */
  onRetry?(): void;
}

export function ErrorAlert({ error, onRetry }: ErrorAlertProps) {
  const { t } = useTranslation();
  const messageOf = useErrorMessage();
  return (
    <Alert color="red" variant="light" title={onRetry ? t("error.load") : t("error.title")}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{messageOf(error)}</Text>
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t("app.tryAgain")}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
