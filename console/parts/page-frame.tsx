/**
 * What every page has: its name as the first heading and in the browser's title. After a change of page the heading has
 * the focus, unless somebody went elsewhere while the page was on its way.
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
  const arrived = useNavigationType() === "PUSH";
  useEffect(() => {
    document.title = `${title} – ${t("app.name")}`;
  }, [title, t]);
  useEffect(() => {
    if (arrived && isUnmoved(document.activeElement)) heading.current?.focus({ preventScroll: true });
    // Once per page: a filter that goes into the address is no change of page.
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

/** Whether the focus is where a change of page leaves it: on the content, or nowhere if what had it is gone. */
function isUnmoved(focused: Element | null): boolean {
  return !focused || focused === document.body || focused.id === "content";
}
