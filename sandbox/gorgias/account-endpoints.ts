// /api/account (contract 10.1): neither an id nor a display name; `domain` is the key.
import { formatTime } from "./datetime.ts";
import type { Account } from "./account.ts";
import { defineEndpoint, type Endpoint } from "./endpoint.ts";

export const accountEndpoints: Endpoint[] = [
  defineEndpoint({
    method: "GET",
    path: "/account",
    handle: ({ account }) => ({
      status: 200,
      body: {
        created_datetime: formatTime(account.createdAt),
        current_subscription: {
          plan: "pro",
          status: "active",
          start_datetime: formatTime(account.createdAt),
          trial_start_datetime: null,
          trial_end_datetime: null,
        },
        deactivated_datetime: null,
        domain: account.name,
        meta: {},
        settings: readAccountSettings(account),
        status: { status: "active" },
      },
    }),
  }),
  defineEndpoint({
    method: "GET",
    path: "/account/settings",
    handle: ({ account }) => ({ status: 200, body: { data: readAccountSettings(account) } }),
  }),
];

/** Types seen on live accounts (contract 10.1); merging and splitting happen here only by hand. */
function readAccountSettings({ settings: { businessTimeZone } }: Account) {
  return [
    ...(businessTimeZone === null
      ? []
      : [{ id: 1, type: "business-hours", data: { timezone: businessTimeZone, business_hours: [] } }]),
    { id: 2, type: "ticket-assignment", data: { auto_assign_to_teams: false } },
    { id: 3, type: "auto-merge", data: { tickets: { enabled: false } } },
    { id: 4, type: "auto-split", data: { tickets: { enabled: false } } },
  ];
}
