/** One API token: what it may do, its first characters, its last use, and a button that revokes it. */
import { Badge, Code, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { TokenAnswer } from "../../../src/http/api/schemas.ts";
import { tokensQuery } from "../../api/queries.ts";
import { revokeToken } from "../../api/tokens.ts";
import { useWrite } from "../../api/use-write.ts";
import { ConfirmButton } from "../../parts/confirm-button.tsx";
import { ErrorAlert } from "../../parts/error-alert.tsx";
import { ZonedTime } from "../../parts/zoned-time.tsx";

export function TokenRow({ token }: { token: TokenAnswer }) {
  const { t } = useTranslation();
  const { name, scope, prefix, createdBy, createdAt } = token;
  const revoke = useWrite(revokeToken, {
    changes: [tokensQuery.queryKey],
    notification: () => t("tokens.revoked", { name }),
  });
  return (
    <li className="row api-row">
      <div>
        <Group gap="xs">
          <Text fw={600} className="breakable">
            {name}
          </Text>
          <Badge variant="light" color="gray" tt="none" className="badge">
            {t(`tokens.scopes.${scope}`)}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed" className="breakable" component="div">
          <Code>{prefix}…</Code> {t("tokens.createdBy", { by: createdBy })}, <ZonedTime at={createdAt} zone={null} />
        </Text>
        {revoke.isError && <ErrorAlert error={revoke.error} />}
      </div>
      <TokenDates token={token} />
      <ConfirmButton
        isQuiet
        label={t("tokens.revoke")}
        of={name}
        ask={t("tokens.revokeAsk", { name })}
        about={t("tokens.revokeAbout")}
        confirm={t("tokens.revokeConfirm")}
        isDangerous
        isBusy={revoke.isPending}
        onConfirm={() => revoke.mutate(token)}
      />
    </li>
  );
}

function TokenDates({ token: { lastUsedAt, expiresAt, expired } }: { token: TokenAnswer }) {
  const { t } = useTranslation();
  return (
    <Text size="sm" component="div">
      <div>
        {lastUsedAt === null ? (
          t("tokens.neverUsed")
        ) : (
          <>
            {t("tokens.lastUsed")} <ZonedTime at={lastUsedAt} zone={null} />
          </>
        )}
      </div>
      <div>
        {expired && (
          <Badge variant="light" color="gray" tt="none" className="badge">
            {t("tokens.expired")}
          </Badge>
        )}
        {expiresAt === null && t("tokens.noExpiry")}
        {expiresAt !== null && !expired && (
          <>
            {t("tokens.expiresAt")} <ZonedTime at={expiresAt} zone={null} />
          </>
        )}
      </div>
    </Text>
  );
}
