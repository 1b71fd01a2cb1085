// /api/customers (contract 4).
import { z } from "zod";
import { type Account, channelKey, phonesOf, byPhoneTail } from "./account.ts";
import { viewCustomer, viewCustomerItem, viewCustomerRead } from "./customer-view.ts";
import { type Call, check, defineEndpoint, type Endpoint, readId } from "./endpoint.ts";
import { customFieldsInput, emailField, externalIdField, idsBody, pageQuery, queryInt, timeField } from "./fields.ts";
import { pageByTime } from "./list-page.ts";
import type { Customer } from "./model.ts";
import { readDigits } from "./phone-digits.ts";
import { addCustomer, changeCustomer, deleteCustomer, findCustomer, mergeCustomers } from "./save-customer.ts";
import { refuse } from "./vendor-error.ts";

const listQuery = z.strictObject({
  ...pageQuery,
  email: z.string().optional(),
  external_id: z.string().optional(),
  channel_type: z.string().optional(),
  channel_address: z.string().max(320).optional(),
  name: z.string().optional(),
  language: z.string().optional(),
  timezone: z.string().optional(),
  order_by: z
    .enum(["created_datetime:asc", "created_datetime:desc", "updated_datetime:asc", "updated_datetime:desc"])
    .default("created_datetime:desc"),
});

/** There is no `sms` customer channel: SMS uses `phone` (contract 4.1). */
export const channelInput = z.strictObject({
  type: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/, "Not a valid channel.")
    .refine((type) => type !== "sms", "Not a valid channel."),
  address: z.string().min(1).max(320),
  preferred: z.boolean().optional(),
});

const bodyKeys = {
  name: z.string().nullable().optional(),
  email: emailField.nullable().optional(),
  external_id: externalIdField.optional(),
  language: z.string().nullable().optional(),
  timezone: z.string().nullable().optional(),
};
const createBody = z.strictObject({ ...bodyKeys, channels: z.array(channelInput) });
const updateBody = z.strictObject({ ...bodyKeys, channels: z.array(channelInput).optional() });
const note = { note: z.string().nullable().optional() };

export const customerEndpoints: Endpoint[] = [
  defineEndpoint({
    method: "GET",
    path: "/customers",
    query: listQuery,
    handle: (call) => ({
      status: 200,
      body: pageByTime(call, filterCustomers(call.account, call.query), viewCustomerItem),
    }),
  }),
  defineEndpoint({
    method: "POST",
    path: "/customers",
    body: z.unknown(),
    handle: (call) => {
      const failure = "Failed to create customer";
      const body = check(withNote(call, createBody), call.body, failure);
      const alone = !body.email && !body.channels.some((channel) => channel.type === "email");
      if (alone && (body.channels.length === 0 || !call.account.settings.phoneOnlyCustomer))
        throw refuse.invalid(failure, { email: ["Missing data for required field."] });
      return { status: 201, body: viewCustomer(addCustomer(call.account, body)) };
    },
  }),
  defineEndpoint({
    method: "DELETE",
    path: "/customers",
    body: idsBody,
    handle: ({ account, body }) => {
      for (const customer of body.ids.map((id) => findCustomer(account, id))) deleteCustomer(account, customer);
      return { status: 204 };
    },
  }),
  defineEndpoint({
    method: "PUT",
    path: "/customers/merge",
    query: z.strictObject({ source_id: queryInt, target_id: queryInt }),
    body: z.unknown(),
    handle: (call) => {
      check(updateBody, call.request.body, "Failed to merge customers");
      const source = findCustomer(call.account, call.query.source_id);
      const target = findCustomer(call.account, call.query.target_id);
      if (source === target) throw refuse.invalid("Failed to merge customers", { target_id: ["Must differ."] });
      // The recorded answer showed the target as it was before (contract 4.7).
      const before = viewCustomer(target);
      mergeCustomers(call.account, source, target);
      return { status: 202, body: before };
    },
  }),
  defineEndpoint({
    method: "GET",
    path: "/customers/:id",
    query: z.strictObject({ relationships: z.literal("custom_fields").optional() }),
    handle: (call) => ({ status: 200, body: viewCustomerRead(findCustomer(call.account, readId(call))) }),
  }),
  defineEndpoint({
    method: "PUT",
    path: "/customers/:id",
    body: z.unknown(),
    handle: (call) => {
      const customer = findCustomer(call.account, readId(call));
      const body = check(withNote(call, updateBody), call.body, "Failed to update customer");
      return { status: 202, body: viewCustomer(changeCustomer(call.account, customer, body)) };
    },
  }),
  defineEndpoint({
    method: "DELETE",
    path: "/customers/:id",
    handle: (call) => {
      deleteCustomer(call.account, findCustomer(call.account, readId(call)));
      return { status: 204 };
    },
  }),
  defineEndpoint({
    method: "PUT",
    path: "/customers/:id/data",
    body: z.strictObject({ data: z.unknown(), version: timeField.nullable().optional() }),
    handle: (call) => {
      setData(findCustomer(call.account, readId(call)), call.body.data, call.body.version ?? call.account.now());
      return { status: 202 };
    },
  }),
  defineEndpoint({
    method: "PUT",
    path: "/customers/:id/custom-fields",
    body: customFieldsInput,
    handle: (call) => {
      const customer = findCustomer(call.account, readId(call));
      customer.customFields = { ...customer.customFields, ...call.body };
      return { status: 202, body: { data: Object.values(customer.customFields) } };
    },
  }),
];

/** `note` is an unknown key unless the account is set to take it (contract 4.4). */
function withNote<Shape extends z.ZodRawShape>(call: Call, schema: z.ZodObject<Shape, z.core.$strict>) {
  return call.account.settings.customerNote === "accept" ? schema.extend(note) : schema;
}

/** An older version is ignored in silence (contract 4.7). */
function setData(customer: Customer, data: unknown, version: number): void {
  if (customer.dataVersion !== null && version < customer.dataVersion) return;
  customer.data = data;
  customer.dataVersion = version;
}

function filterCustomers(account: Account, query: z.output<typeof listQuery>): Customer[] {
  const { email, external_id, channel_type: type, channel_address: address } = query;
  let found: Customer[];
  if (email !== undefined) found = account.customers.by("email", email.toLowerCase());
  else if (external_id !== undefined) found = account.customers.by("external_id", external_id);
  else if (address !== undefined) found = candidates(account, type, address);
  else found = account.customers.all();
  return found.filter(
    (customer) =>
      (external_id === undefined || customer.externalId === external_id) &&
      (query.name === undefined || customer.name === query.name) &&
      (query.language === undefined || customer.language === query.language) &&
      (query.timezone === undefined || customer.timezone === query.timezone) &&
      ((type === undefined && address === undefined) || hasChannel(account, customer, type, address)),
  );
}

function candidates(account: Account, type: string | undefined, address: string): Customer[] {
  if (type === undefined) return account.customers.all();
  if (type === "phone" && account.settings.channelAddressMatching === "digits") return byPhoneTail(account, address);
  return account.customers.by("channel", channelKey(type, address));
}

function hasChannel(
  account: Account,
  customer: Customer,
  type: string | undefined,
  address: string | undefined,
): boolean {
  if (type === "phone" && address !== undefined && account.settings.channelAddressMatching === "digits")
    return phonesOf(customer).some((phone) => readDigits(phone) === readDigits(address));
  return customer.channels.some(
    (channel) =>
      (type === undefined || channel.type === type) &&
      (address === undefined || channelKey(channel.type, channel.address) === channelKey(channel.type, address)),
  );
}
