/** One agent: the Aircall user, the matching Gorgias user, and how they were matched. */
import { Badge, Select, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AgentAnswer } from "../../../src/http/api/schemas.ts";
import { mapAgent, type DeskUser } from "../../api/agents.ts";
import { agentsQuery } from "../../api/queries.ts";
import { useWrite } from "../../api/use-write.ts";
import { ErrorAlert } from "../../parts/error-alert.tsx";

const COLORS = { "e-mail": "green", "by hand": "blue", none: "orange" } as const;
/** The choice that matches by e-mail. */
const AUTOMATIC = "automatic";

export function AgentRow({ agent, users }: { agent: AgentAnswer; users: readonly DeskUser[] }) {
  const { t } = useTranslation();
  const name = agent.name ?? agent.email ?? agent.id;
  const save = useWrite(mapAgent, {
    changes: [agentsQuery.queryKey],
    notification: () => t("agents.saved", { name }),
  });
  const choices = [
    { value: AUTOMATIC, label: t("agents.automatic") },
    ...users.map((user) => ({ value: String(user.id), label: labelOf(user) })),
  ];
  // The chosen user may be missing from the list, for example after deactivation in Gorgias.
  const { helpDeskUser } = agent;
  const byHand = agent.how === "by hand" ? helpDeskUser : null;
  if (byHand && !users.some((user) => user.id === byHand.id)) {
    choices.push({ value: String(byHand.id), label: labelOf(byHand) });
  }
  return (
    <li className="row agent">
      <div>
        <Text fw={600} className="breakable">
          {name}
        </Text>
        <Text size="sm" c="dimmed" className="breakable">
          {agent.email ?? t("agents.noEmail")}
        </Text>
      </div>
      <div>
        <Badge variant="light" color={COLORS[agent.how]} tt="none" className="badge">
          {t(`agents.how.${agent.how}`)}
        </Badge>
        <Text size="sm" c="dimmed" className="breakable">
          {helpDeskUser ? labelOf(helpDeskUser) : t("agents.noneAbout")}
        </Text>
      </div>
      <div>
        <Select
          searchable
          allowDeselect={false}
          label={t("agents.gorgias", { name })}
          classNames={{ label: "visually-hidden" }}
          data={choices}
          value={byHand ? String(byHand.id) : AUTOMATIC}
          nothingFoundMessage={t("agents.nothingFound")}
          disabled={save.isPending}
          onChange={(value) =>
            save.mutate({
              agentId: agent.id,
              helpDeskUserId: value === null || value === AUTOMATIC ? null : Number(value),
            })
          }
        />
        {save.isError && <ErrorAlert error={save.error} />}
      </div>
    </li>
  );
}

function labelOf({ id, name, email }: DeskUser): string {
  if (name && email) return `${name} (${email})`;
  return name ?? email ?? String(id);
}
