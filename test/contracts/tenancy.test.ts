/** S3 for every store. The embedded database runs the same statements, and takes much longer. */
import { openPostgresBackend, useBackend } from "./backend.ts";
import { tenancyContract } from "./tenancy/tenancy-contract.ts";

tenancyContract(useBackend(openPostgresBackend));
