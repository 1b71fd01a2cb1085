/** A `fetch` between the service and the little Gorgias that rejects new customers over one of their fields (C18). */

interface Rejection {
  /** `email`, `name`, `external_id`, or a channel's type. */
  field: string;
  /** Whether `error.data` names the field (Gorgias contract 16). */
  named: boolean;
  msg?: string;
}

export interface Rejecting {
  fetch: typeof fetch;
  /** By the account's name. */
  rules: Map<string, Rejection[]>;
}

export function rejectingFetch(): Rejecting {
  const rules = new Map<string, Rejection[]>();
  return {
    rules,
    async fetch(url, init) {
      const [, account = ""] = /\/([^/]+)\/api\/customers(?:\/\d+)?$/.exec(String(url)) ?? [];
      const isWrite = init?.method === "POST" || init?.method === "PUT";
      const rejection = isWrite && rules.get(account)?.find(({ field }) => pathOf(String(init.body), field) !== null);
      if (!rejection) return fetch(url, init);
      const path = pathOf(String(init?.body), rejection.field) ?? "";
      const msg = rejection.msg ?? "Failed to create customer";
      const error = rejection.named ? { msg, data: { [path]: ["Not a valid value."] } } : { msg };
      return Response.json({ error }, { status: 400 });
    },
  };
}

/** Where the body bears the field, as `error.data` writes it. */
function pathOf(body: string, field: string): string | null {
  const sent: unknown = JSON.parse(body);
  if (typeof sent !== "object" || sent === null) return null;
  const told: unknown = Reflect.get(sent, field);
  if (told !== undefined && told !== null) return field;
  const channels: unknown = Reflect.get(sent, "channels");
  if (!Array.isArray(channels)) return null;
  const index = channels.findIndex((channel: { type?: unknown }) => channel.type === field);
  return index < 0 ? null : `channels.${index}.address`;
}
