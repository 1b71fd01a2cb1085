/** Both sides of the connection: who authorised it and what for, the company, the webhook and the last delivery. */
import { Code, SimpleGrid, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ConnectionDetailsAnswer } from "../../../src/http/api/schemas.ts";
import { connectionDetailsQuery, findingsQuery } from "../../api/queries.ts";
import { Facts } from "../../parts/facts.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { RelativeTime } from "../../parts/relative-time.tsx";
import { StatusWord } from "../../parts/status-word.tsx";
import { ZonedTime } from "../../parts/zoned-time.tsx";
import { CustomerChanges } from "./customer-changes.tsx";

const WEBHOOK = { on: "good", off: "bad", missing: "bad", none: "off" } as const;

export function ConnectionDetails({ account }: { account: string }) {
  const { t } = useTranslation();
  const details = useQuery(connectionDetailsQuery);
  // The section below asks for it.
  const company = useQuery({ ...findingsQuery, enabled: false }).data?.company ?? null;
  return (
    <Loaded query={details} rows={2}>
      {({ gorgias, aircall, customerChanges, webhook, lastDelivery }) => (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
          <div>
            <Title order={3} size="h5" mb="xs">
              Gorgias
            </Title>
            <Stack gap="xs">
              <Facts facts={[{ name: t("details.account"), value: account }]} />
              <Side side={gorgias} />
              {gorgias.access !== null && (
                <Facts
                  facts={[
                    {
                      name: t("details.changesTitle"),
                      value: <CustomerChanges account={account} changes={customerChanges} access={gorgias.access} />,
                    },
                  ]}
                />
              )}
            </Stack>
          </div>
          <div>
            <Title order={3} size="h5" mb="xs">
              Aircall
            </Title>
            <Stack gap="xs">
              <Facts facts={[{ name: t("details.company"), value: company }]} />
              <Side side={aircall} />
              <Facts
                facts={[
                  {
                    name: t("details.webhook"),
                    value: <StatusWord status={WEBHOOK[webhook]}>{t(`details.webhooks.${webhook}`)}</StatusWord>,
                  },
                  {
                    name: t("details.lastDelivery"),
                    value: lastDelivery ? (
                      <>
                        <RelativeTime at={lastDelivery.at} /> (<Code>{lastDelivery.event}</Code>)
                      </>
                    ) : (
                      t("details.noDelivery")
                    ),
                  },
                ]}
              />
            </Stack>
          </div>
        </SimpleGrid>
      )}
    </Loaded>
  );
}

function Side({ side: { access, authorisedBy, authorisedAt, scopes } }: { side: ConnectionDetailsAnswer["gorgias"] }) {
  const { t } = useTranslation();
  if (access === null) return <StatusWord status="off">{t("details.notConnected")}</StatusWord>;
  return (
    <Facts
      facts={[
        { name: t("details.access"), value: t(`details.accesses.${access}`) },
        { name: t("details.authorisedBy"), value: authorisedBy },
        { name: t("details.authorisedAt"), value: authorisedAt && <ZonedTime at={authorisedAt} zone={null} /> },
        { name: t("details.scopes"), value: scopes ? <Code>{scopes.join(" ")}</Code> : t("details.allScopes") },
      ]}
    />
  );
}
