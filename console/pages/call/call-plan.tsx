/** The planned ticket. */
import { Badge, Code, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer, PlanAnswer } from "../../../src/http/api/schemas.ts";
import { Facts } from "../../parts/facts.tsx";
import { ZonedTime } from "../../parts/zoned-time.tsx";
import { useNoteName } from "./use-write-labels.ts";

type TicketPlan = Extract<PlanAnswer, { kind: "ticket" }>;

export interface CallPlanProps {
  plan: PlanAnswer | null;
  zone: string | null;
  /** The Gorgias users whom the plan names. */
  users: ActivityDetailAnswer["users"];
}

export function CallPlan({ plan, zone, users }: CallPlanProps) {
  const { t } = useTranslation();
  if (plan?.kind !== "ticket") return <Text c="dimmed">{t("call.noPlan")}</Text>;
  return (
    <Stack gap="sm">
      <PlanFacts plan={plan} zone={zone} users={users} />
      <details>
        <summary>{t("call.rawJson")}</summary>
        <Code block mt="xs" className="raw" tabIndex={0}>
          {JSON.stringify(plan, null, 2)}
        </Code>
      </details>
    </Stack>
  );
}

function PlanFacts({ plan, zone, users }: CallPlanProps & { plan: TicketPlan }) {
  const { t } = useTranslation();
  const noteName = useNoteName();
  const { subject, assigneeId, tags, notes } = plan;
  const assignee = users.find(({ id }) => id === assigneeId)?.name;
  return (
    <Facts
      facts={[
        { name: t("call.subject"), value: subject },
        {
          name: t("call.assignee"),
          value: assigneeId === null ? t("call.unassigned") : (assignee ?? t("call.assigneeId", { id: assigneeId })),
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

export function Tags({ tags }: { tags: readonly string[] }) {
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
