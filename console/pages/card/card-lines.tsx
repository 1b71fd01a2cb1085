/** The card as the agent saw it beside the call. Everything in it may come from a stranger. */
import { Code, Paper, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ExternalLink } from "../../parts/external-link.tsx";
import { readCard, type ShownLine } from "./read-card.ts";

export function CardLines({ plan }: { plan: unknown }) {
  const { t } = useTranslation();
  const lines = readCard(plan);
  return (
    <>
      {lines === null || lines.length === 0 ? (
        <Text c="dimmed">{t("card.noLines")}</Text>
      ) : (
        <Paper withBorder p="md" className="card-seen">
          <ul className="plain-list" aria-label={t("card.lines")}>
            {lines.map((line, place) => (
              // Lines are never reordered, and two may say the same.
              <li key={place} className="breakable">
                <Line line={line} />
              </li>
            ))}
          </ul>
        </Paper>
      )}
      {plan !== null && plan !== undefined && (
        <details>
          <summary>{t("call.raw")}</summary>
          <Code block mt="xs" className="raw" tabIndex={0}>
            {JSON.stringify(plan, null, 2)}
          </Code>
        </details>
      )}
    </>
  );
}

function Line({ line: { label, text, link } }: { line: ShownLine }) {
  const told = link ? <ExternalLink href={link}>{text}</ExternalLink> : text;
  if (label === null) return <strong>{told}</strong>;
  return (
    <>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <span className="card-text">{told}</span>
    </>
  );
}
