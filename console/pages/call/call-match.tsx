/** The matched customer, and how the service found it. */
import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import { useMatch } from "../../words/use-reason.ts";

export function CallMatch({ match }: { match: ActivityDetailAnswer["match"] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const sayMatch = useMatch();
  if (match === null) return <Text c="dimmed">{t("call.noMatch")}</Text>;
  return (
    <Stack gap={4}>
      <Text fw={600} className="breakable">
        {match.name && `${match.name} · `}
        {t("call.customerId", { id: match.customerId })}
      </Text>
      <Text>{sayMatch(match.how)}</Text>
      {match.others.length > 0 && (
        <Text c="dimmed" className="breakable">
          {t("call.others", { ids: formats.list(match.others.map(String)) })}
        </Text>
      )}
      {match.unclear.length > 0 && (
        <Text c="dimmed" className="breakable">
          {t("call.unclear", { ids: formats.list(match.unclear.map(String)) })}
        </Text>
      )}
    </Stack>
  );
}
