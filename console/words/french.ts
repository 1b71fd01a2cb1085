/** The French catalogue. Its type checks that it has exactly the keys of the English one. */
import french from "./fr.json" with { type: "json" };
import type { Catalogue } from "./catalogue.ts";

type NoMore<T, Same> = {
  [K in keyof T]: K extends keyof Same ? (T[K] extends string ? string : NoMore<T[K], Same[K]>) : never;
};

export const fr: Catalogue & NoMore<typeof french, Catalogue> = french;
