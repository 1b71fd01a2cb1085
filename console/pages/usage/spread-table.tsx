/** The fewest, the usual and the most API calls of each kind of call, as a bar and as figures. */
import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { UsageDistributionAnswer } from "../../../src/http/api/schemas.ts";
import { WideTable } from "../../parts/wide-table.tsx";
import { useFormats } from "../../words/use-formats.ts";

type Spread = UsageDistributionAnswer["kinds"][number];

export interface SpreadTableProps {
  kinds: readonly Spread[];
  /** Shared API calls for each call and conversation. */
  share: number;
}

export function SpreadTable({ kinds, share }: SpreadTableProps) {
  const { t } = useTranslation();
  const { number, average } = useFormats();
  const scale = Math.max(1, ...kinds.map(({ most }) => most));
  const columns = (["kind", "count", "median", "p95", "least", "most", "average"] as const).map((name) =>
    t(`usage.columns.${name}`),
  );
  return (
    <WideTable name={t("usage.perCall")} minWidth="31rem" columns={columns}>
      {kinds.map(({ kind, ...spread }) => (
        <Table.Tr key={kind}>
          <Table.Th scope="row" fw={500} className="spread-kind">
            {t(`usage.kinds.${kind}`)}
            <SpreadBar spread={spread} scale={scale} />
          </Table.Th>
          <Table.Td>{number(spread.count)}</Table.Td>
          <Table.Td fw={700}>{number(spread.median)}</Table.Td>
          <Table.Td>{number(spread.p95)}</Table.Td>
          <Table.Td>{number(spread.least)}</Table.Td>
          <Table.Td>{number(spread.most)}</Table.Td>
          <Table.Td>{average(spread.requests / spread.count + share)}</Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}

/** A line from least to most, a bar up to the 95th percentile, and a mark at the median. The figures say the same. */
function SpreadBar({ spread, scale }: { spread: Omit<Spread, "kind">; scale: number }) {
  const { least, median, p95, most } = spread;
  const at = (requests: number) => `${(requests / scale) * 100}%`;
  return (
    <div className="spread" aria-hidden>
      <div className="spread-line" style={{ insetInlineStart: at(least), width: at(most - least) }} />
      <div className="spread-bar" style={{ insetInlineStart: at(least), width: at(p95 - least) }} />
      <div className="spread-median" style={{ insetInlineStart: at(median) }} />
    </div>
  );
}
