/** The form of every refusal. */
export function problem(code: string, message: string) {
  return { error: { code, message } };
}
