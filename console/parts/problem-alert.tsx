/** What went wrong, in words, with a way to try again. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useProblem } from "./use-problem.ts";

export interface ProblemAlertProps {
  error: unknown;
  /** Of a read that failed. Left out after a write: the button that was pressed is still there. */
  onRetry?(): void;
}

export function ProblemAlert({ error, onRetry }: ProblemAlertProps) {
  const { t } = useTranslation();
  const say = useProblem();
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
