/** `npm run bench`: prints every figure that the documentation gives, measured now. */
import { measureRequests } from "./requests.ts";
import { renderTable } from "./table.ts";

console.log("\nRequests to Gorgias per call (the closed product spends 7 to 12)\n");
console.log(renderTable(await measureRequests()));
