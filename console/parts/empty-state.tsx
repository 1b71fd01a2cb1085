/** The empty state of a list or page, with what to do next. */
import { Paper, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

export interface EmptyStateProps {
  title: string;
  about?: string;
  /** A link or button for the next step. */
  children?: ReactNode;
}

export function EmptyState({ title, about, children }: EmptyStateProps) {
  return (
    <Paper withBorder p="xl" className="empty-state">
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
