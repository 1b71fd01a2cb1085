/** Changes of every kind, as the admin API returns them. */
import type { AuditAnswer } from "../../src/http/api/schemas.ts";

type Entry = AuditAnswer["entries"][number];

const by = { byKind: "admin", by: "Ada Byron (ada@acme.example)" } as const;
const bare = { subject: null, from: null, to: null };
const hour = (n: number) => ({ at: `2026-03-02T${String(n).padStart(2, "0")}:05:00.000Z` });

const entries: Entry[] = [
  { ...hour(18), ...by, action: "setting_changed", subject: "language", from: "en", to: "fr" },
  { ...hour(17), ...by, action: "setting_changed", subject: "alertUrl", from: "", to: "https://hooks.example.com" },
  { ...hour(16), ...by, action: "line_selected", subject: "Support", from: false, to: true },
  { ...hour(15), ...by, action: "line_deselected", subject: "Sales", from: true, to: false },
  { ...hour(14), ...by, action: "agent_mapped", subject: "Cleo Agent", from: null, to: "Grace Hopper" },
  { ...hour(13), ...by, action: "agent_mapped", subject: "56", from: 7, to: null },
  {
    ...hour(12),
    ...bare,
    byKind: "service",
    by: null,
    action: "status_changed",
    subject: "rate_limit",
    from: "active",
    to: "deactivated",
  },
  { ...hour(11), ...bare, ...by, action: "replayed", subject: "call:812" },
  { ...hour(10), ...bare, byKind: "operator", by: null, action: "erased" },
  { ...hour(9), ...bare, ...by, action: "disconnected", from: "active", to: "deactivated" },
  { ...hour(8), ...bare, ...by, action: "aircall_authorised", to: "77" },
  { ...hour(7), ...bare, ...by, action: "gorgias_authorised", to: "acme" },
  { ...hour(6), ...bare, byKind: "operator", by: null, action: "connection_added", to: "active" },
];

const people: AuditAnswer["people"] = [by, { byKind: "operator", by: null }, { byKind: "service", by: null }];

export const audit: AuditAnswer = { entries, people, nextCursor: null };
