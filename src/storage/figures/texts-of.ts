/** The messages that a conversation's row holds, as a set of JSON values. No row where the plan has another form. */
export const TEXTS_OF = (row: string): string =>
  `jsonb_array_elements(case when jsonb_typeof(${row}.plan -> 'texts') = 'array' then ${row}.plan -> 'texts' else '[]'::jsonb end)`;
