/** Loaded before a program: makes every function of `src` report its file and its caller's when it is called. */
import { registerHooks } from "node:module";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "vite";

const SOURCE = fileURLToPath(new URL("../../../src/", import.meta.url));
const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);
/** Opens both vendors for a connection. What it only builds is not entered before it is used. */
const BUILDER = "vendors.ts";
/** Stores the feedback of earlier answers, at a moment that a timer chooses. */
const OF_EARLIER_ANSWERS = "rate-limit/learn.ts";
/**
 * A file of these folders is read by itself. Of the folders below, a reader enters only what another folder calls, not what a
 * timer starts.
 */
const READ_WHOLE = new Set(["http", "sync", "connections"]);

interface Node {
  type: string;
  start: number;
  end: number;
  body?: Node | null;
}

/** Every file of which a function was called. */
export const called = new Set<string>();
/** Those that a reader of the call's path enters, in order. */
export const entered = new Set<string>();
let beginning: string | null = null;

/** The trace begins when this file is entered next. What still runs of the calls before is not of it. */
export function beginAt(file: string): void {
  beginning = file;
}

Error.stackTraceLimit = 100;
Object.assign(globalThis, {
  enterFile(file: string) {
    if (file === beginning) {
      called.clear();
      entered.clear();
      beginning = null;
    }
    if (entered.has(file)) return;
    const callers = callersNow().filter((caller) => caller !== file);
    if (callers.includes(BUILDER) || [file, ...callers].includes(OF_EARLIER_ANSWERS)) return;
    called.add(file);
    const folder = folderOf(file);
    const isCalledByAnother = callers[0] !== undefined && folderOf(callers[0]) !== folder;
    if (READ_WHOLE.has(folder) || isCalledByAnother) entered.add(file);
  },
});

const folderOf = (file: string): string => file.split("/")[0] ?? "";

/** The files of `src` on the stack, innermost first. What merely awaits them is not there. */
function callersNow(): string[] {
  const frames = (new Error().stack ?? "").split("\n").filter((frame) => frame.includes(SOURCE));
  const awaiting = frames.findIndex((frame) => frame.includes("at async "));
  return (awaiting < 0 ? frames : frames.slice(0, awaiting)).map(fileIn);
}

function fileIn(frame: string): string {
  const url = /file:\/\/[^\s)]+\.ts/.exec(frame)?.[0];
  return url === undefined ? "" : relative(SOURCE, fileURLToPath(url));
}

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const path = url.startsWith("file:") ? fileURLToPath(url) : "";
    if (!path.startsWith(SOURCE) || !loaded.source) return loaded;
    const text = typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
    return { ...loaded, source: mark(text, relative(SOURCE, path)) };
  },
});

/** The text with a call at the beginning of every function body. */
function mark(text: string, file: string): string {
  const call = `enterFile(${JSON.stringify(file)})`;
  const inserts = functionsOf(parseAst(text, { lang: "ts" }) as unknown as Node).flatMap(({ body }) => {
    if (!body) return [];
    if (body.type === "BlockStatement") return [{ at: body.start + 1, text: ` ${call};` }];
    return [
      { at: body.start, text: `(${call}, ` },
      { at: body.end, text: ")" },
    ];
  });
  // From the end, so that an insertion moves no place that is still to come.
  return inserts
    .sort((a, b) => b.at - a.at)
    .reduce((marked, insert) => marked.slice(0, insert.at) + insert.text + marked.slice(insert.at), text);
}

function functionsOf(node: Node): Node[] {
  const children = Object.values(node)
    .flat()
    .filter((child: unknown): child is Node => typeof child === "object" && child !== null && "type" in child);
  const inside = children.flatMap(functionsOf);
  return FUNCTIONS.has(node.type) ? [node, ...inside] : inside;
}
