/** Strangers' text on a terminal: control characters could move the cursor or change colours, so they go. */
export function withoutControls(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, " ");
}
