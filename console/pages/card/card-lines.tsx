/** The insight card as the agent saw it. Its content is untrusted. */
import { Code, Paper, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PlanAnswer } from "../../../src/http/api/schemas.ts";
import { ExternalLink } from "../../parts/external-link.tsx";

type CardLine = Extract<PlanAnswer, { kind: "card" }>["lines"][number];

export function CardLines({ plan }: { plan: PlanAnswer | null }) {
  const { t } = useTranslation();
  const lines = plan?.kind === "card" ? plan.lines : [];
  return (
    <>
      {lines.length === 0 ? (
        <Text c="dimmed">{t("card.noLines")}</Text>
      ) : (
        <Paper withBorder p="md" className="insight-card">
          <ul className="plain-list" aria-label={t("card.lines")}>
            {lines.map((line, place) => (
              // Lines are never reordered, and two can be equal.
              <li key={place} className="breakable">
                <Line line={line} />
              </li>
            ))}
          </ul>
        </Paper>
      )}
      {plan !== null && (
        <details>
          <summary>{t("call.rawJson")}</summary>
          <Code block mt="xs" className="raw" tabIndex={0}>
            {JSON.stringify(plan, null, 2)}
          </Code>
        </details>
      )}
    </>
  );
}

function Line({ line: { label, text, link } }: { line: CardLine }) {
  const content = link ? <ExternalLink href={link}>{text}</ExternalLink> : text;
  if (label === null) return <strong>{content}</strong>;
  return (
    <>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <span className="insight-card-text">{content}</span>
    </>
  );
}
