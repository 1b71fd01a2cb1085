// The common look of both simulators' pages: one complete, self-contained HTML document.

export interface Page {
  title: string;
  /** HTML. Its maker escapes what came from outside. */
  body: string;
  /** JavaScript of ours, put at the end of the body as a module. */
  script?: string;
  /** CSS added after the common one. */
  style?: string;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Makes text safe inside HTML elements and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

export function renderPage({ title, body, script, style }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${commonStyle}${style ?? ""}</style>
</head>
<body>
${body}
${script === undefined ? "" : `<script type="module">${script}</script>`}
</body>
</html>
`;
}

const commonStyle = `
:root { color-scheme: light dark; --ink: light-dark(#1d2329, #e6e9ec); --soft: light-dark(#616b75, #9aa5b0);
  --paper: light-dark(#f5f6f8, #14181c); --card: light-dark(#ffffff, #1d2329); --line: light-dark(#dde1e6, #323a43);
  --accent: light-dark(#2457d6, #8ab0ff); --good: light-dark(#1a7f43, #6fd396); --bad: light-dark(#b3261e, #ff8f86);
  --warn: light-dark(#8a5a00, #f2bf63); --warn-paper: light-dark(#fff4d6, #3a2f14); --bad-paper: light-dark(#fde7e5, #401b18); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { font-size: 1.35rem; margin: 0 0 .25rem; } h2 { font-size: 1.05rem; margin: 0 0 .5rem; } h3 { font-size: .95rem; margin: 0 0 .25rem; }
p { margin: 0 0 .5rem; } a { color: var(--accent); } small, .soft { color: var(--soft); }
header { margin-bottom: 1rem; } nav { display: flex; flex-wrap: wrap; gap: .75rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .9rem; margin: 0 0 1rem; overflow-x: auto; }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); align-items: start; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
button, input, select, textarea { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .45rem; padding: .35rem .7rem; }
button { cursor: pointer; } button:hover { border-color: var(--accent); } button.primary { background: var(--accent); color: var(--card); border-color: var(--accent); }
button.danger { color: var(--bad); } :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; font-size: .85rem; }
.pill { display: inline-block; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .55rem; font-size: .85rem; margin: 0 .25rem .15rem 0; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
.warning { background: var(--warn-paper); border-color: var(--warn); } .alarm { background: var(--bad-paper); border: 2px solid var(--bad); }
.mono { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: .87rem; overflow-wrap: anywhere; }
meter { width: 10rem; } iframe { width: 100%; border: 0; background: var(--card); } label { display: inline-flex; gap: .35rem; align-items: center; }
`;
