/** Answers that parts of a page ask for: the list’s filters, the drawer, the preview of a card. */
import { HOSTILE, NOON } from "./canned.ts";

export const options = {
  agents: [
    { id: "456", name: "Cleo Agent" },
    { id: "457", name: HOSTILE },
  ],
  lines: [
    { id: "11", name: "Support", selected: true },
    { id: "13", name: HOSTILE, selected: false },
  ],
};

export const deliveryBody = {
  event: "call.created",
  receivedAt: new Date(NOON).toISOString(),
  payload: JSON.stringify({ resource: "call", event: "call.created", token: "••••••", data: { id: 899_999 } }, null, 2),
};

export const writeEvidence = {
  intent: JSON.stringify({ subject: `Inbound call: ${HOSTILE}` }, null, 2),
  outcome: JSON.stringify({ ticketId: 7001 }, null, 2),
};

export const cardPreview = {
  known: [
    { label: null, text: "Ada Byron" },
    { label: "E-mail", text: "ada@example.com" },
    { label: "Open ticket", text: "Order arrived damaged · open · Cleo Agent" },
  ],
  unknown: null,
};

export const tokens = {
  tokens: [
    {
      id: "t1",
      name: "Weekly report",
      scope: "read",
      prefix: "agw_Q2x1",
      createdBy: "Ada Byron (ada@acme.example)",
      createdAt: new Date(NOON).toISOString(),
      lastUsedAt: new Date(NOON).toISOString(),
      expiresAt: null,
      expired: false,
    },
    {
      id: "t2",
      name: HOSTILE,
      scope: "write",
      prefix: "agw_V0rd",
      createdBy: "Ada Byron (ada@acme.example)",
      createdAt: new Date(NOON).toISOString(),
      lastUsedAt: null,
      expiresAt: new Date(NOON).toISOString(),
      expired: true,
    },
  ],
};

export const webhooks = {
  webhooks: [
    {
      id: "w1",
      url: "https://crm.acme.example/hooks/aircall",
      description: HOSTILE,
      events: ["call.ticketed", "item.failed"],
      active: true,
      failingSince: new Date(NOON).toISOString(),
      createdBy: "Ada Byron (ada@acme.example)",
      createdAt: new Date(NOON).toISOString(),
    },
  ],
};
