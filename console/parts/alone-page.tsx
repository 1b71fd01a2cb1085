/** The frame of a page without navigation: product name, content, language and theme. */
import { Group, Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LanguageSwitch } from "../shell/language-switch.tsx";
import { SchemeSwitch } from "../shell/scheme-switch.tsx";
import { PageFrame } from "./page-frame.tsx";

export interface AlonePageProps {
  title: string;
  intro?: string;
  /** For a page with several sections. */
  wide?: boolean;
  children: ReactNode;
}

export function AlonePage({ title, intro, wide = false, children }: AlonePageProps) {
  const { t } = useTranslation();
  return (
    <main className={wide ? "alone alone-wide" : "alone"}>
      <Group gap="sm" mb="md">
        <img src="/assets/icon.svg" alt="" width={28} height={28} />
        <Text fw={700}>{t("app.name")}</Text>
      </Group>
      <Paper withBorder p={{ base: "md", sm: "xl" }}>
        <PageFrame title={title} {...(intro === undefined ? {} : { intro })}>
          {children}
          <Group grow>
            <LanguageSwitch />
            <SchemeSwitch />
          </Group>
        </PageFrame>
      </Paper>
    </main>
  );
}
