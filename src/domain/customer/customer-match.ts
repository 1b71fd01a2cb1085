/** How a call or conversation found its customer. */

export const CUSTOMER_MATCHES = [
  "phone index",
  "phone channel",
  "phone search",
  "e-mail taken",
  "created",
  "anonymous",
  "sender name",
  "internal",
  "corrected",
  "found again",
] as const;
