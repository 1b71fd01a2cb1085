/** The entry point of the console. */
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { startTranslations } from "./words/translations.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root");
await startTranslations(window);
createRoot(root).render(<App />);
