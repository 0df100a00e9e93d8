// The same question on other tools: bundled small, precompressed, served over HTTP/1.1 from this machine.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";

const here = new URL("../pages/", import.meta.url);
const squeeze = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } });

const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8", json: "application/json" };

/** Bundles one page's script, and its style where it has one. */
async function bundle(entry, jsx) {
  const { outputFiles } = await build({
    entryPoints: [new URL(entry, here).pathname],
    bundle: true,
    minify: true,
    write: false,
    outdir: "out",
    format: "esm",
    target: "es2020",
    jsx: "automatic",
    jsxImportSource: jsx ?? "react",
    define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
    loader: { ".woff2": "empty", ".woff": "empty", ".ttf": "empty" },
    logLevel: "error",
  });
  return Object.fromEntries(outputFiles.map((file) => [file.path.endsWith(".css") ? "css" : "js", file.text]));
}

const shell = (name, css) =>
  `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
  `<title>07</title><link rel="icon" href="data:,">${css ? `<link rel="stylesheet" href="/${name}.css">` : ""}` +
  `<link rel="modulepreload" href="/${name}.js"><script type="module" src="/${name}.js"></script><body><div id="app"></div>`;

/** Our own page as a static file: the same look, no scripts. What the app and its server add is the difference. */
const withoutApp = (html) => html.replace(/<script.*?<\/script>/gs, "").replace(/<link id="?app-[^>]*>/g, "").replace(/data-page="[^"]*"/, "");

/** Serves every page; answers their addresses, what the control is called, and what they weigh. */
export async function servePages(zuoban) {
  const own = await (await fetch(zuoban)).text();
  const data = await fetch(zuoban.replace("/w/", "/api/v1/windows/"));
  const files = new Map([
    ["/bare", ["html", await readFile(new URL("bare.html", here))]],
    ["/static", ["html", Buffer.from(withoutApp(own))]],
    ["/window.json", ["json", Buffer.from(await data.arrayBuffer())]],
  ]);
  const tools = { preact: ["preact.jsx", "preact"], react: ["react.jsx", "react"], vant: ["vant.js"], survey: ["survey.js"] };
  for (const [name, [entry, jsx]] of Object.entries(tools)) {
    const { js, css } = await bundle(entry, jsx);
    files.set(`/${name}.js`, ["js", Buffer.from(js)]);
    if (css) files.set(`/${name}.css`, ["css", Buffer.from(css)]);
    files.set(`/${name}`, ["html", Buffer.from(shell(name, css))]);
  }
  files.set("/react-data", files.get("/react"));
  for (const file of new Set(files.values())) file[1] = squeeze(file[1]);
  const server = createServer((request, response) => {
    const file = files.get(request.url);
    if (!file) return response.writeHead(404).end();
    const [kind, body] = file;
    const headers = { "content-type": TYPES[kind], "content-encoding": "br", "content-length": body.length };
    response.writeHead(200, { ...headers, "cache-control": "no-store" }).end(body);
  });
  await new Promise((go) => server.listen(0, "127.0.0.1", go));
  const base = `http://127.0.0.1:${server.address().port}`;
  const weigh = (name) => [...files].filter(([path]) => path.slice(1).split(".")[0] === name).reduce((sum, [, [, body]]) => sum + body.length, 0);
  const pages = ["bare", "static", ...Object.keys(tools), "react-data"].map((name) => ({
    name,
    address: `${base}/${name}`,
    control: name === "survey" ? "input[type=radio]" : "button[name=satisfied]",
    bytes: weigh(name.replace("-data", "")),
  }));
  return { pages, close: () => server.close() };
}
