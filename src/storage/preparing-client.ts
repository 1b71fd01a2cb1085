/** Statements that PostgreSQL plans once a connection, not each time they are asked: planning was near half of their cost. */
import pg from "pg";

/** More texts than the service and its queue have; whatever writes a new one each time shall not fill every connection. */
const MOST_TEXTS = 400;

/** By text: its name, and how often it came, up to the second time. */
const names = new Map<string, { name: string; came: number }>();

/**
 * A text that comes a second time has a name; what is asked once needs no place in every connection. Without values it may be
 * several statements, which cannot be prepared.
 */
export function nameOf(text: string, values: readonly unknown[]): string | undefined {
  if (values.length === 0) return undefined;
  let known = names.get(text);
  if (!known) {
    if (names.size >= MOST_TEXTS) return undefined;
    known = { name: `statement_${names.size}`, came: 0 };
    names.set(text, known);
  }
  known.came += 1;
  return known.came > 1 ? known.name : undefined;
}

type Connected = ((error: Error) => void) | ((error: null, client: pg.Client) => void);
type Send = (query: unknown, values?: unknown, callback?: unknown) => unknown;

/** What is known of a job's key makes no better plan, and looking for one took a third of the queue's time. As a statement: poolers know no start with options. */
const PLAN_ONCE = "set plan_cache_mode = force_generic_plan";

/** As `pg.Client`, for the queue, which opens its connections by itself and finds jobs by keys alone. */
export class PreparingClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    // Before its pool listens, an error would be heard by nobody, and end the process.
    this.on("error", () => undefined);
    const send: Send = this.query.bind(this);
    const prepare: Send = (query, values, callback) => {
      const name = typeof query === "string" && Array.isArray(values) ? nameOf(query, values) : undefined;
      return name === undefined
        ? send(query, values, callback)
        : send({ name, text: query, values }, undefined, callback);
    };
    this.query = prepare as typeof this.query;
  }

  override connect(): Promise<pg.Client>;
  override connect(done: Connected): void;
  override connect(done?: Connected): Promise<pg.Client> | undefined {
    const ready = super.connect().then(async () => {
      // Where it is refused, statements are planned each time and do what they did.
      await this.query(PLAN_ONCE).catch(() => undefined);
      return this as pg.Client;
    });
    if (!done) return ready;
    const tell = done as (error: unknown, client?: pg.Client) => void;
    void ready.then((client) => tell(null, client), tell);
    return undefined;
  }
}
