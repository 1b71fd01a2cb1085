/** How the connection stands, and how to stop it, start it again, or end it. */
import { Alert, Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ConnectionAnswer } from "../../src/http/api/schemas.ts";
import type { ConnectionAct } from "../api/connection.ts";
import { connectionQuery } from "../api/queries.ts";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { Section } from "../parts/section.tsx";
import { Standing } from "../parts/standing.tsx";
import type { ConnectionReason } from "../words/use-reason.ts";
import { AlertList } from "./connection/alert-list.tsx";
import { ActSection } from "./connection/act-section.tsx";

/** Reasons after which both sides have to be asked again. */
const ALLOWED_NO_MORE = new Set<ConnectionReason | undefined>(["authorisation_removed", "disconnected"]);

export function ConnectionPage() {
  const { t } = useTranslation();
  const connection = useQuery(connectionQuery);
  return (
    <PageFrame title={t("page.connection")} intro={t("connection.intro")}>
      <Loaded query={connection}>
        {(data) => (
          <>
            <Section title={t("status.title")}>
              <Standing connection={data} onItsPage />
              {ALLOWED_NO_MORE.has(data.reason?.code) && (
                <Alert color="orange" variant="light">
                  <Text size="sm">{t("connection.installAgain")}</Text>
                  <Anchor component={Link} to="/setup" size="sm" underline="always">
                    {t("lines.toSetup")}
                  </Anchor>
                </Alert>
              )}
            </Section>
            {actsOn(data).map((act) => (
              <ActSection key={act} act={act} />
            ))}
            <Section title={t("alerts.title")}>
              <AlertList />
            </Section>
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}

/** What can be done as it stands. */
function actsOn({ status, reason }: ConnectionAnswer): ConnectionAct[] {
  if (reason?.code === "disconnected") return [];
  switch (status) {
    case "active":
      return ["deactivate", "disconnect"];
    case "installing":
      return ["disconnect"];
    case "deactivated":
      return ALLOWED_NO_MORE.has(reason?.code) ? ["disconnect"] : ["reactivate", "disconnect"];
    default:
      return status satisfies never;
  }
}
