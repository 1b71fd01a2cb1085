/** External names and text that every store must return unchanged. */
export const hostileTexts: Record<string, string> = {
  emoji: "🧑🏽‍🚒 on 🔥 — ☎️ 👩‍👩‍👧‍👦",
  "right to left": "‮שלום عليكم‬ ⁦mixed⁩",
  quotes: `O'Brien "Bob"; drop table subjects; -- $1 $$ %s {0}`,
  backslashes: String.raw`C:\new\table\x \\ \' \" \u0041`,
  "markup and control characters": "<script>alert(1)</script>&amp;\t\r\n\u0001\u007f\u2028",
  "very long": "ä🙂".repeat(100_000),
  "the name of NUL": String.raw`a\u0000b \\u0000`,
  "nothing but spaces": "   ",
};
