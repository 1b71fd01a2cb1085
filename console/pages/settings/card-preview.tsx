/** The insight card as an agent would see it with the values in the form. */
import { Paper, Stack, Text, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { CardPreviewAnswer, SettingAnswer } from "../../../src/http/api/schemas.ts";
import { cardPreviewQuery } from "../../api/queries.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { sectionOf } from "./group-settings.ts";
import type { Edits } from "./use-settings-form.ts";

export interface CardPreviewProps {
  settings: readonly SettingAnswer[];
  changes: Edits;
}

export function CardPreview({ settings, changes }: CardPreviewProps) {
  const { t } = useTranslation();
  const shown = settings.filter((setting) => sectionOf(setting) === "card" || setting.name === "language");
  const relevant = Object.fromEntries(
    shown.flatMap(({ name }) => (name in changes ? [[name, String(changes[name])] as const] : [])),
  );
  const preview = useQuery({ ...cardPreviewQuery(relevant), placeholderData: keepPreviousData });
  return (
    <section aria-label={t("settings.preview")} className="card-preview">
      <Title order={3} size="h5">
        {t("settings.preview")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t("settings.previewAbout")}
      </Text>
      <Loaded query={preview} rows={2}>
        {({ known, unknown }) => (
          <Stack gap="sm">
            <Preview title={t("settings.previewKnown")} lines={known} />
            <Preview title={t("settings.previewUnknown")} lines={unknown} />
          </Stack>
        )}
      </Loaded>
    </section>
  );
}

function Preview({ title, lines }: { title: string; lines: CardPreviewAnswer["known"] }) {
  const { t } = useTranslation();
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      {lines === null ? (
        <Text size="sm" c="dimmed">
          {t("settings.previewNone")}
        </Text>
      ) : (
        <Paper withBorder p="md" className="insight-card">
          <ul className="plain-list" aria-label={title}>
            {lines.map(({ label, text }, place) => (
              <li key={place} className="breakable">
                {label === null ? (
                  <strong>{text}</strong>
                ) : (
                  <>
                    <Text size="sm" c="dimmed">
                      {label}
                    </Text>
                    <span className="insight-card-text">{text}</span>
                  </>
                )}
              </li>
            ))}
          </ul>
        </Paper>
      )}
    </div>
  );
}
