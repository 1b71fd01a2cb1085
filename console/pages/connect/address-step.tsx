/** Whether Aircall can reach the service. Checked when the page opens. */
import { Alert, Button, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { checkAddress } from "../../api/access.ts";
import { useErrorMessage } from "../../parts/use-error-message.ts";
import { StepFrame } from "./step-frame.tsx";

export function AddressStep({ onChecked }: { onChecked(isReachable: boolean): void }) {
  const { t } = useTranslation();
  const messageOf = useErrorMessage();
  const check = useMutation({
    mutationFn: checkAddress,
    onSuccess: () => onChecked(true),
    onError: () => onChecked(false),
  });
  const { mutate } = check;
  useEffect(() => mutate(), [mutate]);
  const state = check.isSuccess ? "done" : check.isError ? "wrong" : "checking";
  return (
    <StepFrame title={t("connect.step.address")} about={t("connect.about.address")} state={state}>
      {check.data && <Text className="breakable">{t("connect.reachable", { url: check.data.publicUrl })}</Text>}
      {check.isError && (
        <Alert color="red" variant="light" role="alert">
          {messageOf(check.error)}
        </Alert>
      )}
      {!check.isSuccess && (
        <Group>
          <Button variant="default" size="xs" onClick={() => mutate()} loading={check.isPending}>
            {t("connect.checkAgain")}
          </Button>
        </Group>
      )}
    </StepFrame>
  );
}
