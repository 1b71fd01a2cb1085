/** One step of the set-up page: its title, and its state as an icon and a word. */
import { Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconLoader2 } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export type StepState = "open" | "checking" | "done" | "wrong";

const LOOKS = {
  open: { color: "gray", Icon: IconCircleDashed },
  checking: { color: "blue", Icon: IconLoader2 },
  done: { color: "green", Icon: IconCircleCheck },
  wrong: { color: "red", Icon: IconAlertTriangle },
} as const;

export interface StepFrameProps {
  title: string;
  about?: string;
  state: StepState;
  children: ReactNode;
}

export function StepFrame({ title, about, state, children }: StepFrameProps) {
  const { t } = useTranslation();
  const { color, Icon } = LOOKS[state];
  return (
    <Paper component="li" withBorder p="md" data-state={state}>
      <Stack gap="sm">
        <Group gap="sm" justify="space-between">
          <Title order={2} size="h4">
            {title}
          </Title>
          <Badge
            variant="light"
            color={color}
            tt="none"
            className="badge"
            role="status"
            leftSection={<Icon size={14} aria-hidden />}
          >
            {t(`connect.state.${state}`)}
          </Badge>
        </Group>
        {about !== undefined && (
          <Text size="sm" c="dimmed">
            {about}
          </Text>
        )}
        {children}
      </Stack>
    </Paper>
  );
}
