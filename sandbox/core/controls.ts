// Control routes that both simulators have, each in the words of its simulator.
import type { FastifyInstance } from "fastify";
import type { z } from "zod";
import { faultRuleSchema, type Faults } from "./faults.ts";

/** How a simulator's controls read and answer. */
export interface ControlDialect {
  /** What stands before each path: `/_sandbox`, or nothing where the routes are registered below it. */
  prefix: string;
  /** Throws the simulator's refusal where the body does not fit. */
  parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema>;
  refuse(message: string): Error;
  /** Something under its name, or bare. */
  show(name: string, value: unknown): unknown;
  created: 200 | 201;
  /** 204 answers without a body. */
  deleted: 200 | 204;
}

export function addFaultControls(app: FastifyInstance, faults: Faults, dialect: ControlDialect): void {
  const path = `${dialect.prefix}/faults`;
  const show = () => dialect.show("faults", faults.list());
  app.get(path, async () => show());
  app.post(path, async (request, reply) => {
    const rule = dialect.parse(faultRuleSchema, request.body);
    try {
      faults.add(rule);
    } catch (error) {
      throw dialect.refuse(`path is no regular expression: ${String(error)}`);
    }
    return reply.code(dialect.created).send(show());
  });
  app.delete(path, async (_request, reply) => {
    faults.clear();
    return dialect.deleted === 204 ? reply.code(204).send() : reply.send(show());
  });
}

interface AppRegistry<Input> {
  list(): unknown[];
  add(input: Input): unknown;
}

/** The apps that can be installed. */
export function addAppControls<Schema extends z.ZodType>(
  app: FastifyInstance,
  apps: AppRegistry<z.output<Schema>>,
  schema: Schema,
  dialect: ControlDialect,
): void {
  const path = `${dialect.prefix}/apps`;
  app.get(path, async () => dialect.show("apps", apps.list()));
  app.post(path, async (request, reply) => {
    const added = apps.add(dialect.parse(schema, request.body ?? {}));
    return reply.code(dialect.created).send(dialect.show("app", added));
  });
}
