/** The card as the agent saw it beside the call. Everything in it may come from a stranger. */
import { Code, Paper, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PlanAnswer } from "../../../src/http/api/schemas.ts";
import { OutsideLink } from "../../parts/outside-link.tsx";

type CardLine = Extract<PlanAnswer, { kind: "card" }>["lines"][number];

export function CardLines({ plan }: { plan: PlanAnswer | null }) {
  const { t } = useTranslation();
  const lines = plan?.kind === "card" ? plan.lines : [];
  return (
    <>
      {lines.length === 0 ? (
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
      {plan !== null && (
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

function Line({ line: { label, text, link } }: { line: CardLine }) {
  const told = link ? <OutsideLink href={link}>{text}</OutsideLink> : text;
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
