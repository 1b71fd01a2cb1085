/** What holds for every operation of the admin API, in the words of its description. */
export const API_GUIDE = `Reads and changes one connection: a Gorgias account joined to an Aircall company.

**Errors.** Every answer with a status of 400 or more has the form \`{"error": {"code", "message"}}\`. The code is for
programs and does not change. The message is a sentence for people, in the language of \`Accept-Language\` (\`en\` or
\`fr\`).

**Pages.** A long list answers one page and \`nextCursor\`. Send it back as \`cursor\` for the next page. It is null on
the last one. A cursor that the service did not give is answered with 400 and \`bad_cursor\`.

**Times** are ISO 8601 in UTC.`;
