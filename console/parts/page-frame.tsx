/**
 * The frame of every page: its title as the first heading and as the browser's title. After navigation the heading
 * takes the focus, unless the user moved the focus while the page was loading.
 */
import { Group, Stack, Text, Title } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigationType } from "react-router";

export interface PageFrameProps {
  title: string;
  /** One or two sentences under the title. */
  intro?: string;
  /** The part of the page that the address names, for the browser's title. */
  subtitle?: string;
  /** The page's main action, at the right of the title. */
  action?: ReactNode;
  children: ReactNode;
}

export function PageFrame({ title, intro, subtitle, action, children }: PageFrameProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const navigated = useNavigationType() === "PUSH";
  useEffect(() => {
    document.title = [subtitle ?? [], title, t("app.name")].flat().join(" – ");
  }, [title, subtitle, t]);
  useEffect(() => {
    if (navigated && isUnmoved(document.activeElement)) heading.current?.focus({ preventScroll: true });
    // Once per page: a filter that changes the address does not change the page.
  }, []);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" gap="md" wrap="wrap">
        <div className="page-head">
          <Title order={1} size="h2" ref={heading} tabIndex={-1} className="page-title">
            {title}
          </Title>
          {intro && (
            <Text c="dimmed" mt={4} maw="48rem">
              {intro}
            </Text>
          )}
        </div>
        {action && <div className="page-action">{action}</div>}
      </Group>
      {children}
    </Stack>
  );
}

/** Whether the focus is where navigation leaves it: on the content, or on nothing. */
function isUnmoved(focused: Element | null): boolean {
  return !focused || focused === document.body || focused.id === "content";
}
