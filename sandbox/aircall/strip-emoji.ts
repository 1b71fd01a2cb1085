// The vendor drops emoji from notes and tag names without a word (contract 4.4, 9.5).

export function stripEmoji(text: string): string {
  return text.replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u{FE0F}|\u{200D}/gu, "");
}
