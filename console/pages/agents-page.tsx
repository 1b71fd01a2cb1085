/** Aircall agents and the Gorgias users that sign for them. */
import { Switch, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { agentsQuery, deskUsersQuery } from "../api/queries.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { useFormats } from "../words/use-formats.ts";
import { AgentRow } from "./agents/agent-row.tsx";

export function AgentsPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const [parameters, setParameters] = useSearchParams();
  const isOnlyUnmatched = parameters.get("unmatched") === "1";
  const agents = useQuery(agentsQuery);
  const deskUsers = useQuery(deskUsersQuery);
  return (
    <PageFrame title={t("page.agents")} intro={t("agents.intro")}>
      <Loaded query={agents} rows={4}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t("agents.empty")} about={t("agents.emptyAbout")} />
          ) : (
            <Loaded query={deskUsers} rows={4}>
              {(users) => (
                <>
                  <Switch
                    label={t("agents.onlyUnmatched")}
                    checked={isOnlyUnmatched}
                    onChange={({ currentTarget }) =>
                      setParameters(currentTarget.checked ? { unmatched: "1" } : {}, { replace: true })
                    }
                  />
                  <Text size="sm" c="dimmed" role="status">
                    {t("agents.counts", {
                      matched: formats.number(all.filter((agent) => agent.how !== "none").length),
                      all: formats.number(all.length),
                    })}
                  </Text>
                  <ul className="plain-list rows" aria-label={t("agents.list")}>
                    {all
                      .filter((agent) => !isOnlyUnmatched || agent.how === "none")
                      .map((agent) => (
                        <AgentRow key={agent.id} agent={agent} users={users} />
                      ))}
                  </ul>
                </>
              )}
            </Loaded>
          )
        }
      </Loaded>
    </PageFrame>
  );
}
