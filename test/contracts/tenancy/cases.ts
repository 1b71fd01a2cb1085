/** What a call of a store's method looks like in the tenancy contract. */
import type { Database } from "../../../src/storage/db/database.ts";
import type { Shop } from "./shops.ts";

/**
 * Calls the method for the connection `own`. `named` is the connection whose globally unique ids the call names: once
 * `own` itself, and once a neighbour, whose rows must not answer.
 */
type Call<S> = (store: S, own: Shop, named: Shop) => unknown;

export interface Case<S> {
  run: Call<S>;
  /** A statement for all connections beforehand. */
  before?: string;
  /** The method finds its connection by a secret or a unique name, so that `named` decides which one it is. */
  findsOwn?: boolean;
  /** Of a method that works on all connections: what it answers about this one. Its changes are not compared. */
  partOf?(answer: never, own: Shop): unknown;
}

/** A string says why a method needs no case. */
export type Cases<S> = { [Method in keyof S]: Call<S> | Case<S> | readonly (Call<S> | Case<S>)[] | string };

export interface TestedStore {
  open(database: Database): object;
  cases: Readonly<Record<string, string | readonly Case<unknown>[]>>;
}

export function tested<S extends object>(open: (database: Database) => S, cases: Cases<S>): TestedStore {
  const list = (one: Cases<S>[keyof S]): string | Case<unknown>[] =>
    typeof one === "string"
      ? one
      : [one].flat().map((each) => (typeof each === "function" ? { run: each } : each) as Case<unknown>);
  return {
    open,
    cases: Object.fromEntries(Object.entries<Cases<S>[keyof S]>(cases).map(([name, one]) => [name, list(one)])),
  };
}
