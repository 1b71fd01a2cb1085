/** A secret that the service shows once, with a button that copies it. */
import { Button, Code, CopyButton, Paper, Stack, Text } from "@mantine/core";
import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";

export interface ShownOnceProps {
  label: string;
  about: string;
  secret: string;
}

/** Takes the focus, because it appears below what the user just pressed. */
export function ShownOnce({ label, about, secret }: ShownOnceProps) {
  const { t } = useTranslation();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [secret]);
  return (
    <Paper withBorder p="md" mt="md" role="group" aria-labelledby={id} tabIndex={-1} ref={box}>
      <Stack gap="xs" align="flex-start">
        <Text fw={600} id={id}>
          {label}
        </Text>
        <Text size="sm">{about}</Text>
        <Code block className="shown-once">
          {secret}
        </Code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t("app.copied") : t("app.copy")}
            </Button>
          )}
        </CopyButton>
      </Stack>
    </Paper>
  );
}
