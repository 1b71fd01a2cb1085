/** The id that people see, `call:123`, as an SQL expression. Its columns and `columnsOf` are the way back. */
export const idText = (row: string): string =>
  `(case ${row}.kind when 'conversation' then 'text' else ${row}.kind end || ':' || ${row}.ref)`;

/** Whether the rows of two tables are of the same call, conversation or card of one connection. */
export const sameRecord = (one: string, other: string): string =>
  `${one}.connection_id = ${other}.connection_id and ${one}.kind = ${other}.kind and ${one}.ref = ${other}.ref`;

/** When the item of the record `row` is due next. */
export const dueAt = (row: string): string =>
  `(select due_at from work_items i where ${sameRecord("i", row)} and i.part = '')`;
