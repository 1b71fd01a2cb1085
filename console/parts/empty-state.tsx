/** Stands where there is nothing yet, and says what would bring something. */
import { Paper, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

export interface EmptyStateProps {
  title: string;
  about?: string;
  /** A link or button that helps. */
  children?: ReactNode;
}

export function EmptyState({ title, about, children }: EmptyStateProps) {
  return (
    <Paper withBorder p="xl" className="empty-note">
      <Stack gap="xs" align="center">
        <Text fw={600}>{title}</Text>
        {about && (
          <Text c="dimmed" ta="center" maw="34rem">
            {about}
          </Text>
        )}
        {children}
      </Stack>
    </Paper>
  );
}
