// A small gateway between browser and server: it can be cut, as a network is, also for the service worker;
// it can misplace requests and answers; and it can pass the app off as a newer version.
import { createServer, request as ask } from "node:http";

export async function between(server) {
  const target = new URL(server.base);
  const sockets = new Set();
  const state = { cut: false, version: "", fate: () => "through" };
  const pass = (incoming, body, onAnswer) => {
    const { method, url, headers } = incoming;
    // The server compares a form's origin with the host: both are the gateway's here.
    const onward = ask({ host: target.hostname, port: target.port, method, path: url, headers }, onAnswer);
    onward.on("error", () => onAnswer(null));
    onward.end(body);
  };
  const gateway = createServer(async (incoming, outgoing) => {
    if (state.cut) return incoming.socket.destroy();
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const fate = state.fate(incoming, body);
    if (fate === "lost") return incoming.socket.destroy();
    if (fate === "busy") return outgoing.writeHead(503, { "content-type": "application/problem+json" }).end('{"code":"busy"}');
    if (fate === "portal") return outgoing.writeHead(200, { "content-type": "text/html" }).end("<h1>Sign in</h1>");
    if (fate === "twice") pass(incoming, body, () => {});
    if (state.version && incoming.url === "/sw.js") delete incoming.headers["accept-encoding"];
    pass(incoming, body, (answer) => {
      if (!answer || state.cut || fate === "answer lost") return incoming.socket.destroy();
      if (state.version && incoming.url === "/sw.js") {
        let script = "";
        answer.on("data", (chunk) => (script += chunk));
        answer.on("end", () => {
          const { "content-length": _, ...headers } = answer.headers;
          outgoing.writeHead(answer.statusCode, headers).end(script.replace(/zuoban-\w+/, `zuoban-${state.version}`));
        });
        return;
      }
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
  });
  gateway.on("connection", (socket) => (sockets.add(socket), socket.on("close", () => sockets.delete(socket))));
  await new Promise((go) => gateway.listen(0, "127.0.0.1", go));
  const drop = () => sockets.forEach((socket) => socket.destroy());
  return {
    base: `http://127.0.0.1:${gateway.address().port}`,
    cut() {
      state.cut = true;
      drop();
    },
    mend: () => (state.cut = false),
    /** From now on the service worker is of another version. */
    renew: (version) => (state.version = version),
    /** What becomes of a request: `through`, `lost`, `answer lost`, `busy`, `portal`, `twice`. */
    decide: (fate) => (state.fate = fate),
    async close() {
      drop();
      await new Promise((go) => gateway.close(go));
    },
  };
}
