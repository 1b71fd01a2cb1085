/** The reasons why an install fails. Each has its own page. */
export type InstallErrorReason =
  | "bad subdomain"
  | "unknown account"
  | "gorgias unreachable"
  | "aircall unreachable"
  | "spent state"
  | "consent denied"
  | "code refused"
  | "not an admin"
  | "company taken"
  | "webhook limit"
  | "not signed in"
  | "not configured";

export interface InstallError {
  kind: "refused";
  why: InstallErrorReason;
}
