/** The status of the connection, and the actions that stop, restart or end it. */
import { Alert, Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ConnectionAnswer } from "../../src/http/api/schemas.ts";
import type { ConnectionAction } from "../api/connection.ts";
import { connectionQuery } from "../api/queries.ts";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { Section } from "../parts/section.tsx";
import { ConnectionStatus } from "../parts/connection-status.tsx";
import type { ConnectionReason } from "../words/use-reason.ts";
import { AlertList } from "./connection/alert-list.tsx";
import { ActionSection } from "./connection/action-section.tsx";
import { ConnectionDetails } from "./connection/connection-details.tsx";
import { Findings } from "./connection/findings.tsx";

/** Reasons after which both vendors must authorise the app again. */
const UNAUTHORISED = new Set<ConnectionReason | undefined>(["authorisation_removed", "disconnected"]);

export function ConnectionPage() {
  const { t } = useTranslation();
  const connection = useQuery(connectionQuery);
  return (
    <PageFrame title={t("page.connection")} intro={t("connection.intro")}>
      <Loaded query={connection}>
        {(data) => (
          <>
            <Section title={t("status.title")}>
              <ConnectionStatus connection={data} isOnItsPage />
              {UNAUTHORISED.has(data.reason?.code) && (
                <Alert color="orange" variant="light">
                  <Text size="sm">{t("connection.installAgain")}</Text>
                  <Anchor component={Link} to="/setup" size="sm" underline="always">
                    {t("numbers.toSetup")}
                  </Anchor>
                </Alert>
              )}
            </Section>
            <Section title={t("details.title")}>
              <ConnectionDetails account={data.account} />
            </Section>
            {data.reason?.code !== "disconnected" && <Findings />}
            <Section title={t("alerts.title")}>
              <AlertList />
            </Section>
            {actionsOn(data).map((action) => (
              <ActionSection key={action} action={action} />
            ))}
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}

/** The actions that the status allows. */
function actionsOn({ status, reason }: ConnectionAnswer): ConnectionAction[] {
  if (reason?.code === "disconnected") return [];
  switch (status) {
    case "active":
      return ["deactivate", "disconnect"];
    case "installing":
      return ["disconnect"];
    case "deactivated":
      return UNAUTHORISED.has(reason?.code) ? ["disconnect"] : ["reactivate", "disconnect"];
    default:
      return status satisfies never;
  }
}
