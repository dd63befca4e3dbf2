import type { Plugin, Rolldown } from "vite";

/** Fetches a view's sheets beside its code. The bundler's own way to do this weighs a kilobyte in the popup. */
const FETCH_WITH_SHEETS = `
  const fetched = {};
  const fetchSheet = (file) => fetched[file] ??= new Promise((done) => {
    const rel = "stylesheet", href = "/" + file;
    document.head.append(Object.assign(document.createElement("link"), { rel, href, onload: done, onerror: done }));
  });
  export const __vitePreload = (load, files = []) =>
    Promise.all([load(), ...files.map(fetchSheet)]).then(([view]) => view);
`;

/** What markup is compiled to, said in terms of what is there anyway: Preact's own makes each node by itself. */
const JSX = `
  import { h } from "preact";
  export { Fragment } from "preact";
  export const jsx = (type, props, key) => h(type, { ...props, key });
  export { jsx as jsxs };
`;
const JSX_ID = "\0popup-jsx";

type Bundle = Rolldown.OutputBundle;

const STYLE = /\n *<link rel="stylesheet"[^>]*href="\/([^"]+)">/;
const SCRIPT = /\n *<script type="module"[^>]*src="([^"]+)"><\/script>/;

const PRINT_RULES = /@media print\{(?:[^{}]*\{[^{}]*\})*\}/g;

/** The page's sheet, without what only paper asks for and the tokens that nothing in the popup does. */
function inlineStyles(file: string, bundle: Bundle): string {
  const sheet = bundle[file];
  if (sheet?.type !== "asset") throw new Error(`The popup's sheet ${file} was not built.`);
  const all = Object.values(bundle).map((part) => (part.type === "asset" ? String(part.source) : part.code));
  const isUsed = (token: string) => all.some((text) => text.includes(`var(${token}`));
  return String(sheet.source)
    .trim()
    .replace(PRINT_RULES, "")
    .replace(/(--[\w-]+):[^;{}]*;?/g, (written, token: string) => (isUsed(token) ? written : ""));
}

/**
 * The popup's page is whole without a second request: its sheet is in it, and `first-frame.js` is told where the app
 * is, to fetch it when the last frame has been painted.
 */
export const popupPage: Plugin = {
  name: "popup-page",
  enforce: "pre",
  resolveId: { filter: { id: /^preact\/jsx-runtime$/ }, handler: () => JSX_ID },
  load: {
    filter: { id: /vite\/preload-helper|popup-jsx$/ },
    handler: (id) => (id === JSX_ID ? JSX : FETCH_WITH_SHEETS),
  },
  transformIndexHtml: {
    order: "post",
    handler(html, { bundle }) {
      const [style, file] = STYLE.exec(html) ?? [];
      const [script, app] = SCRIPT.exec(html) ?? [];
      if (!bundle || !style || !file || !script) throw new Error("The popup's page is not what it was thought to be.");
      const sheet = inlineStyles(file, bundle);
      delete bundle[file];
      // Views that import from the popup's own file would fetch the sheet again, which is no file any more.
      for (const part of Object.values(bundle)) if (part.type === "chunk") part.viteMetadata?.importedCss.delete(file);
      return html
        .replace(script, "")
        .replace(style, () => `\n    <style>${sheet}</style>`)
        .replace('first-frame.js"', `first-frame.js" data-app="${app}"`);
    },
  },
};
