/** An ordinary refusal: a code for programs, and a sentence for people. The program works, so no stack trace helps. */
export class Refusal extends Error {
  override name = "Refusal" as const;
  /** As in the API: `not_connected`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
