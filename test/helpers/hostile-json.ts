/** Hostile variants of real JSON: parts dropped, swapped, enlarged, nested, and keys that attack prototypes. */
import fc from "fast-check";

const HTML = `<script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:alert(3)">x</a>&lt;b&gt;`;

/** Deeper than any real event, within the limits of JSON.parse and the database. */
function nested(depth: number): unknown {
  let value: unknown = {};
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { id: value };
  return value;
}

const values: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(null, true, "", 0, -1, 1e308, 1.5, [], {}, [[]], [null]) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(HTML, "\u0000", "\ud800", "x\udc00\ud83d", "‮‭", "__proto__", "../..", "%00"),
  },
  { weight: 2, arbitrary: fc.constantFrom("9".repeat(400), "x".repeat(70_000), "🙂".repeat(9_000), HTML.repeat(50)) },
  { weight: 1, arbitrary: fc.constantFrom(50, 500).map(nested) },
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  { weight: 1, arbitrary: fc.double() },
);

const PROTOTYPE_KEYS = ["__proto__", "constructor", "prototype"];

type Change =
  | { how: "drop" | "double"; at: number }
  | { how: "replace"; at: number; value: unknown }
  | { how: "add"; at: number; key: string; value: unknown };

const at = fc.nat({ max: 10_000 });
const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ how: fc.constantFrom("drop" as const, "double" as const), at }),
  fc.record({ how: fc.constant("replace" as const), at, value: values }),
  fc.record({
    how: fc.constant("add" as const),
    at,
    key: fc.oneof(fc.constantFrom(...PROTOTYPE_KEYS), fc.string({ maxLength: 8 })),
    value: fc.oneof(values, fc.constant({ polluted: true, toString: "x" })),
  }),
);

/** JSON text made from one of the samples. Named keys stay unchanged. */
export function hostileJson(samples: readonly unknown[], sparing: readonly string[] = []): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(changes, { minLength: 1, maxLength: 5 }))
    .map(([sample, all]) => {
      const root: unknown = structuredClone(sample);
      for (const change of all) apply(root, change, sparing);
      return JSON.stringify(root);
    });
}

interface Place {
  holder: Record<string, unknown>;
  key: string;
}

function apply(root: unknown, change: Change, sparing: readonly string[]): void {
  const places = placesIn(root, sparing);
  const place = places[change.at % Math.max(1, places.length)];
  if (!place) return;
  const { holder, key } = place;
  switch (change.how) {
    case "drop":
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      return;
    case "double":
      return put(holder, key, [holder[key], structuredClone(holder[key])]);
    case "replace":
      return put(holder, key, structuredClone(change.value));
    case "add":
      // JSON lists have no keys.
      return put(holder, Array.isArray(holder) ? String(holder.length) : change.key, structuredClone(change.value));
  }
}

/** In JSON, `__proto__` is an ordinary key. */
function put(holder: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function placesIn(value: unknown, sparing: readonly string[]): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) =>
    sparing.includes(key) ? [] : [{ holder, key }, ...placesIn(holder[key], sparing)],
  );
}

/** The path where a parsed value is not plain data or has a key that attacks prototypes. */
export function tamperedIn(value: unknown, path = "$"): string[] {
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === Array.prototype || prototype === null;
  const own = Object.keys(value).filter((key) => PROTOTYPE_KEYS.includes(key));
  return [
    ...(isPlain ? [] : [`${path} has another prototype`]),
    ...own.map((key) => `${path}.${key}`),
    ...Object.entries(value).flatMap(([key, part]) => tamperedIn(part, `${path}.${key}`)),
  ];
}
