/** Both catalogues. English decides the keys. The type of `fr` checks that French has exactly the same ones. */
import english from "./en.json" with { type: "json" };
import french from "./fr.json" with { type: "json" };

export type Catalogue = typeof english;
type NoMore<T, Same> = {
  [K in keyof T]: K extends keyof Same ? (T[K] extends string ? string : NoMore<T[K], Same[K]>) : never;
};

export const en: Catalogue = english;
export const fr: Catalogue & NoMore<typeof french, Catalogue> = french;
