/** A table that may be wider than a phone. The table scrolls, also by keyboard, and the page does not. */
import { Table } from "@mantine/core";
import type { ReactNode } from "react";

export interface WideTableProps {
  name: string;
  /** The table scrolls below this width. */
  minWidth: string;
  columns: readonly string[];
  /** Rows. */
  children: ReactNode;
}

export function WideTable({ name, minWidth, columns, children }: WideTableProps) {
  return (
    <div className="scroll-sideways" role="group" aria-label={name} tabIndex={0}>
      <Table miw={minWidth} verticalSpacing="xs" aria-label={name}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column} scope="col">
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </div>
  );
}
