/** What the doctor finds: asks both vendors when the page opens and at the press of a button. Problems come first. */
import { Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ConnectionFindingsAnswer } from "../../../src/http/api/schemas.ts";
import { findingsQuery } from "../../api/queries.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { RelativeTime } from "../../parts/relative-time.tsx";
import { Section } from "../../parts/section.tsx";
import { StatusWord } from "../../parts/status-word.tsx";

type Finding = ConnectionFindingsAnswer["findings"][number];

const LOOKS = { wrong: "bad", note: "attention", ok: "good" } as const;
const ORDER: readonly Finding["verdict"][] = ["wrong", "note", "ok"];

export function Findings() {
  const { t } = useTranslation();
  const findings = useQuery(findingsQuery);
  return (
    <Section
      title={t("findings.title")}
      action={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={findings.isFetching}
          onClick={() => void findings.refetch()}
        >
          {t("findings.again")}
        </Button>
      }
    >
      <Loaded query={findings} rows={4}>
        {({ at, findings: all }) => (
          <>
            <Group gap="xs">
              <Text size="sm" c="dimmed" role="status">
                {t("findings.checked")} <RelativeTime at={at} />
              </Text>
            </Group>
            <ul className="plain-list rows" aria-label={t("findings.title")}>
              {all
                .toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict))
                .map((finding) => (
                  <Row key={`${finding.code} ${finding.what}`} finding={finding} />
                ))}
            </ul>
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Row({ finding: { code, verdict, what, remedy, detail } }: { finding: Finding }) {
  const { t } = useTranslation();
  return (
    <li className="finding" data-finding={code}>
      <StatusWord status={LOOKS[verdict]}>{t(`findings.verdicts.${verdict}`)}</StatusWord>
      <div>
        <Text className="breakable">{what}</Text>
        {remedy && (
          <Text size="sm" c="dimmed" className="breakable">
            {remedy}
          </Text>
        )}
        {detail && (
          <Text size="sm" c="dimmed" className="breakable">
            {t("findings.detail")} <q lang="en">{detail}</q>
          </Text>
        )}
      </div>
    </li>
  );
}
