// Looking things up for the controls: by id, or the first one when nothing was named.
import type { Call, Company, Line, User } from "./entities.ts";
import { ControlError } from "../core/control-error.ts";
import type { Exchange } from "./exchange.ts";

function require<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new ControlError(404, `${what} does not exist in the Aircall simulator`);
  return found;
}

/** The company with this id, or the first one. */
export function findCompany(exchange: Exchange, id?: number): Company {
  const { companies } = exchange.state;
  return require(id === undefined ? companies[0] : companies.find((one) => one.id === id), `company ${id ?? ""}`);
}

/** The line with this id (of any company), or the first line of the company. */
export function findLine(company: Company, id?: number): Line {
  return require(id === undefined ? company.lines[0] : company.lines.find((one) => one.id === id), `line ${id ?? ""}`);
}

/** The company that owns this line. */
export function findCompanyOfLine(exchange: Exchange, lineId: number): Company {
  const owner = exchange.state.companies.find((company) => company.lines.some((line) => line.id === lineId));
  return require(owner, `line ${lineId}`);
}

/** The user with this id, or the first one of the company. */
export function findUser(company: Company, id?: number): User {
  return require(id === undefined ? company.users[0] : company.users.find((one) => one.id === id), `user ${id ?? ""}`);
}

export function findCall(exchange: Exchange, id: number): Call {
  return require(exchange.state.calls.get(id), `call ${id}`);
}

export function findTeam(company: Company, id: number): Company["teams"][number] {
  return require(company.teams.find((one) => one.id === id), `team ${id}`);
}
