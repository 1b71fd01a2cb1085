/** The optional parts that are missing from a ticket, each with the vendor's reason. */
import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../src/http/api/schemas.ts";
import { Section } from "./section.tsx";
import { WideTable } from "./wide-table.tsx";
import { useFormats } from "../words/use-formats.ts";

interface LeftOutProps extends Pick<ActivityDetailAnswer, "leftOut"> {
  /** True for a call: a retry sends the parts again. A message stays without them. */
  isAskedAgain?: boolean;
}

/** Renders nothing when no part is missing. */
export function LeftOut({ leftOut, isAskedAgain = false }: LeftOutProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (leftOut.length === 0) return null;
  return (
    <Section title={t("leftOut.title")}>
      <Text size="sm">{t(isAskedAgain ? "leftOut.aboutAskedAgain" : "leftOut.about")}</Text>
      <WideTable
        name={t("leftOut.title")}
        minWidth="30rem"
        columns={[t("leftOut.columnPart"), t("leftOut.columnValue"), t("leftOut.columnWhy")]}
      >
        {leftOut.map(({ part, value, code, vendor, status, detail }) => (
          <Table.Tr key={`${part} ${value} ${vendor}`}>
            <Table.Td>{t(`leftOut.part.${part}`)}</Table.Td>
            <Table.Td className="breakable">{value ?? "–"}</Table.Td>
            <Table.Td className="breakable">
              {status === null
                ? t(`leftOut.${code}`, { vendor: t(`leftOut.vendor.${vendor}`) })
                : t(`leftOut.${code}Status`, { vendor: t(`leftOut.vendor.${vendor}`), status: formats.number(status) })}
              {detail !== null && <q>{detail}</q>}
            </Table.Td>
          </Table.Tr>
        ))}
      </WideTable>
    </Section>
  );
}
