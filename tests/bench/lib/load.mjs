// Posts JSON over so many connections, one request under way on each, and counts what was answered with 2xx.
import { connect } from "node:net";

/** Answers the rate a second, latencies in ms, and how many were refused. */
export async function load(base, path, body, { connections, seconds }) {
  const { hostname, port, host } = new URL(base);
  const times = [];
  let failed = 0;
  const until = performance.now() + seconds * 1000;
  const one = () =>
    new Promise((done, fail) => {
      const socket = connect({ host: hostname, port });
      socket.setNoDelay(true);
      let sent = 0;
      let answer = "";
      const send = () => {
        const text = body();
        sent = performance.now();
        socket.write(
          `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
        );
      };
      socket.on("connect", send);
      socket.on("error", fail);
      socket.on("close", () => fail(new Error("the server hung up")));
      socket.on("data", (bytes) => {
        answer += bytes.toString("latin1");
        const end = answer.indexOf("\r\n\r\n");
        if (end < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
        if (answer.length < end + 4 + length) return;
        const now = performance.now();
        if (answer.startsWith("HTTP/1.1 2")) times.push(now - sent);
        else failed += 1;
        answer = "";
        if (now < until) return send();
        socket.end();
        done();
      });
    });
  const begun = performance.now();
  await Promise.all(Array.from({ length: connections }, one));
  const took = (performance.now() - begun) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { rate: times.length / took, p50: at(0.5), p99: at(0.99), failed };
}
