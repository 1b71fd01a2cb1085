/** Why an item failed: what happened, the vendor's own words, and what to do. */
import { Alert, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { useReason } from "../../words/use-reason.ts";

/** Renders nothing for an item that has not failed. */
export function FailureNotice({ item }: { item: ActivityDetailAnswer }) {
  const { t } = useTranslation();
  const sayReason = useReason();
  if (item.result !== "failed" || item.reason === null) return null;
  const vendor = "vendor" in item.reason ? item.reason.vendor : null;
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={t("call.failedTitle")}>
      <Stack gap={4}>
        <Text size="sm" className="breakable">
          {sayReason(item.reason)}
        </Text>
        <Text size="sm">
          {vendor ? t("call.failedFix", { vendor: t(`leftOut.vendor.${vendor}`) }) : t("call.failedRetry")}
        </Text>
      </Stack>
    </Alert>
  );
}
