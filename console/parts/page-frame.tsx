/**
 * The frame of every page: its title as the first heading and as the browser's title. After navigation the heading
 * takes the focus, unless the user moved the focus while the page was loading.
 */
import { Stack, Text, Title } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigationType } from "react-router";

export interface PageFrameProps {
  title: string;
  /** One or two sentences under the title. */
  intro?: string;
  children: ReactNode;
}

export function PageFrame({ title, intro, children }: PageFrameProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const navigated = useNavigationType() === "PUSH";
  useEffect(() => {
    document.title = `${title} – ${t("app.name")}`;
  }, [title, t]);
  useEffect(() => {
    if (navigated && isUnmoved(document.activeElement)) heading.current?.focus({ preventScroll: true });
    // Once per page: a filter that changes the address does not change the page.
  }, []);
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} size="h2" ref={heading} tabIndex={-1} className="page-title">
          {title}
        </Title>
        {intro && (
          <Text c="dimmed" mt={4} maw="48rem">
            {intro}
          </Text>
        )}
      </div>
      {children}
    </Stack>
  );
}

/** Whether the focus is where navigation leaves it: on the content, or on nothing. */
function isUnmoved(focused: Element | null): boolean {
  return !focused || focused === document.body || focused.id === "content";
}
