/** Catches a page that cannot be displayed, usually because a new version replaced its files. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

export class PageBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <BrokenPage /> : this.props.children;
  }
}

function BrokenPage() {
  const { t } = useTranslation();
  return (
    <Alert color="red" variant="light" title={t("error.title")}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t("error.broken")}</Text>
        <Button size="xs" variant="default" onClick={() => window.location.reload()}>
          {t("app.reload")}
        </Button>
      </Stack>
    </Alert>
  );
}
