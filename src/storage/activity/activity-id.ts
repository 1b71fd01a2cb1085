/** The id that people see, such as `call:123`, as an SQL expression. `columnsOf` turns it back into columns. */
export const idText = (row: string): string =>
  `(case ${row}.kind when 'conversation' then 'text' else ${row}.kind end || ':' || ${row}.ref)`;

/** An SQL condition: whether two rows belong to the same call, conversation or insight card of one connection. */
export const sameRecord = (one: string, other: string): string =>
  `${one}.connection_id = ${other}.connection_id and ${one}.kind = ${other}.kind and ${one}.ref = ${other}.ref`;

/** An SQL condition: whether the service opened the ticket of the record `row`. Another one was merged into it. */
export const openedTicket = (row: string): string =>
  `exists (select from writes w where ${sameRecord("w", row)} and w.write_kind = 'ticket' and w.state = 'done'
    and (w.outcome ->> 'ticketId')::bigint = ${row}.ticket_id)`;

/** An SQL expression: when the item of the record `row` is due next. */
export const dueAt = (row: string): string =>
  `(select due_at from work_items i where ${sameRecord("i", row)} and i.part = '')`;
