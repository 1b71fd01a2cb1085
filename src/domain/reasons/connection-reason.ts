/** Why a connection is not active, as a code. */
import { z } from "zod";

export const CONNECTION_REASONS = ["rate_limit", "authorisation_removed", "by_hand", "disconnected"] as const;
export const connectionReasonSchema = z.object({ code: z.enum(CONNECTION_REASONS) });
export type ConnectionReason = (typeof CONNECTION_REASONS)[number];
