/** Removes control characters from foreign text. On a terminal they could move the cursor or change colours. */
export function withoutControls(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, " ");
}
