/** The bar at the bottom of a form with unsaved changes: how many there are, discard and save. */
import { Button, Group, Paper, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../words/use-formats.ts";

export interface SaveBarProps {
  /** Number of unsaved changes. The bar is hidden without any. */
  count: number;
  /** Why the changes could not be saved. */
  error: string | null;
  isSaving: boolean;
  onDiscard(): void;
}

/** Inside of a form: save submits it. */
export function SaveBar({ count, error, isSaving, onDiscard }: SaveBarProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    // Always rendered: screen readers only announce changes of a region that exists.
    <div className="save-bar" role="status" aria-live="polite">
      {count > 0 && (
        <Paper withBorder shadow="md" p="sm">
          <Group justify="space-between" gap="sm">
            <div>
              <Text fw={600}>{t("unsaved.count", { count, number: formats.number(count) })}</Text>
              {error !== null && (
                <Text size="sm" c="var(--mantine-color-error)" className="with-icon">
                  <IconAlertCircle size={16} aria-hidden />
                  {error}
                </Text>
              )}
            </div>
            <Group gap="xs">
              <Button variant="default" onClick={onDiscard} disabled={isSaving}>
                {t("unsaved.discard")}
              </Button>
              <Button type="submit" loading={isSaving}>
                {t("unsaved.save")}
              </Button>
            </Group>
          </Group>
        </Paper>
      )}
    </div>
  );
}
