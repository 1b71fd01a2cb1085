/**
 * A one-time link. Its secret is behind the `#`, which no server sees. A button uses it up, so that a program that only
 * looks at the page does not.
 */
import { Alert, Anchor, Button, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { takeLink } from "../api/access.ts";
import { AlonePage } from "../parts/alone-page.tsx";
import { useErrorMessage } from "../parts/use-error-message.ts";

export function LinkPage() {
  const { t } = useTranslation();
  const [token] = useState(() => window.location.hash.slice(1));
  const messageOf = useErrorMessage();
  // Neither the history nor a shared screen keeps the secret.
  useEffect(() => window.history.replaceState(window.history.state, "", window.location.pathname), []);
  const open = useMutation({
    mutationFn: () => takeLink(token),
    // A whole load: the service decides anew what this browser may see.
    onSuccess: (next) => window.location.replace(next),
  });
  const isUsable = token !== "" && !open.isError;
  return (
    <AlonePage title={t("link.title")} intro={t("link.intro")}>
      <Stack align="flex-start">
        {isUsable ? (
          <Button onClick={() => open.mutate()} loading={open.isPending || open.isSuccess} autoFocus>
            {t("link.open")}
          </Button>
        ) : (
          <>
            <Alert color="red" variant="light" role="alert" title={t("link.failed")}>
              {open.isError ? messageOf(open.error) : t("link.missing")}
            </Alert>
            <Text size="sm">
              <Anchor href="/" underline="always">
                {t("link.toSignIn")}
              </Anchor>
            </Text>
          </>
        )}
      </Stack>
    </AlonePage>
  );
}
