/** News of new work: told with the transaction that brings it, heard by every process, so that nobody has to look for it again and again. */
import type { Db } from "pg-boss";

export interface WorkNews {
  /** Inside the transaction of `by`, it is heard once that is committed. */
  tell(queues: readonly string[], by: Db): Promise<void>;
  /** Answers how to end it. What was told while the connection was broken is made good by `queues` being null: any of them. */
  hear(onNews: (queues: readonly string[] | null) => void): Promise<() => Promise<void>>;
}

const CHANNEL = "aircall_gorgias_work";

/** Null where the database tells nobody anything. */
export function workNews(db: Db): WorkNews | null {
  const listen = db.listen?.bind(db);
  if (!listen) return null;
  return {
    async tell(queues, by) {
      if (queues.length > 0) await by.executeSql("select pg_notify($1, $2)", [CHANNEL, queues.join(" ")]);
    },
    async hear(onNews) {
      const handle = await listen(
        CHANNEL,
        (queues) => onNews(queues.split(" ")),
        () => onNews(null),
      );
      return () => handle.close();
    },
  };
}

/**
 * For a database that this process alone works on, through one connection: whoever hears of work before its transaction
 * has ended waits for that connection.
 */
export function newsWithin(): WorkNews {
  const hearers = new Set<(queues: readonly string[]) => void>();
  return {
    async tell(queues) {
      if (queues.length > 0) for (const hear of hearers) hear(queues);
    },
    async hear(onNews) {
      hearers.add(onNews);
      return async () => void hearers.delete(onNews);
    },
  };
}
