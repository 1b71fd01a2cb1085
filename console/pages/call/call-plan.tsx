/** The planned ticket. */
import { Badge, Code, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Facts } from "../../parts/facts.tsx";
import { ZonedTime } from "../../parts/zoned-time.tsx";
import { readPlan, type ShownPlan } from "./read-plan.ts";
import { useNoteName } from "./use-write-labels.ts";

export function CallPlan({ plan, zone }: { plan: unknown; zone: string | null }) {
  const { t } = useTranslation();
  if (plan === null || plan === undefined) return <Text c="dimmed">{t("call.noPlan")}</Text>;
  const shown = readPlan(plan);
  return (
    <Stack gap="sm">
      {shown && <PlanFacts plan={shown} zone={zone} />}
      <details>
        <summary>{t("call.rawJson")}</summary>
        <Code block mt="xs" className="raw" tabIndex={0}>
          {JSON.stringify(plan, null, 2)}
        </Code>
      </details>
    </Stack>
  );
}

function PlanFacts({ plan, zone }: { plan: ShownPlan; zone: string | null }) {
  const { t } = useTranslation();
  const noteName = useNoteName();
  const { subject, assigneeId, tags, notes } = plan;
  return (
    <Facts
      facts={[
        { name: t("call.subject"), value: subject },
        {
          name: t("call.assignee"),
          value: assigneeId === null ? t("call.unassigned") : t("call.assigneeId", { id: assigneeId }),
        },
        { name: t("call.tags"), value: <Tags tags={tags} /> },
        {
          name: t("call.notes"),
          value: (
            <ul className="plain-list">
              {notes.map(({ key, at }) => (
                <li key={key}>
                  {noteName(key)} {at && <ZonedTime at={at} zone={zone} />}
                </li>
              ))}
            </ul>
          ),
        },
      ]}
    />
  );
}

function Tags({ tags }: { tags: readonly string[] }) {
  const { t } = useTranslation();
  if (tags.length === 0) return t("app.none");
  return (
    <Group component="ul" gap={6} className="plain-list">
      {tags.map((tag) => (
        <li key={tag}>
          <Badge variant="light" color="gray" tt="none" className="badge">
            {tag}
          </Badge>
        </li>
      ))}
    </Group>
  );
}
