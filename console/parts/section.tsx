/** A section of a page, with a heading. */
import { Group, Paper, Stack, Title } from "@mantine/core";
import { useId, type ReactNode } from "react";

export interface SectionProps {
  title: string;
  /** Set apart: what happens here cannot be undone. */
  isDangerous?: boolean;
  /** At the right of the heading. */
  action?: ReactNode;
  children: ReactNode;
}

export function Section({ title, isDangerous = false, action, children }: SectionProps) {
  const id = useId();
  return (
    <Paper
      component="section"
      withBorder
      p="md"
      aria-labelledby={id}
      miw={0}
      className={isDangerous ? "dangerous" : ""}
    >
      <Stack gap="sm">
        <Group justify="space-between" gap="sm">
          <Title order={2} size="h4" id={id} className="breakable">
            {title}
          </Title>
          {action}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
