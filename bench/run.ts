/** `npm run bench`: prints every figure that the documentation gives, measured now. */
import { measureDrain, measureTake } from "./drain.ts";
import { measureRequests } from "./requests.ts";
import { renderTable } from "./table.ts";

console.log("\nRequests to Gorgias per call and text (for a call, the closed product spends 7 to 12)\n");
console.log(renderTable(await measureRequests()));

console.log("\nA backlog of 1,000 requests against Gorgias' limit, a tenth of which is left to others\n");
console.log(renderTable(await measureDrain()));
console.log("\nAsking the budget, on the embedded database\n");
console.log(renderTable(await measureTake()));
