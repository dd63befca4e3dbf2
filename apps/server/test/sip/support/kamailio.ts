import { createHash } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { onTestFailed } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { tempFolder } from "../../support/processes/programs.ts";
import { EXAMPLE, freeUdpPort, type Running, SETTINGS, start } from "./processes.ts";

export interface Kamailio {
  port: number;
  /** Where calls to receiving numbers are relayed. */
  gatewayPort: number;
  domain: string;
  /** The SIP password of somebody's phone. */
  password(person: string): string;
}

interface KamailioOptions {
  /** Where Callboard is, and the API key of this phone platform. */
  url: string;
  key: string;
  /** Seconds by which Callboard's clock is ahead of the real one; negative if behind. */
  clockAhead: number;
}

/** The example's Kamailio, once it answers. */
export async function startKamailio({ url, key, clockAhead }: KamailioOptions): Promise<Kamailio> {
  const dir = tempFolder();
  mkdirSync(join(dir, "run"));
  const [port, gatewayPort] = [await freeUdpPort(), await freeUdpPort()];
  const place = ["-Y", join(dir, "run"), "-f", join(EXAMPLE, "kamailio.cfg")];
  // A slow machine decides nothing.
  const flags = ["-DD", "-E", "-m", "32", "-M", "8", "-A", "GATE_SECONDS=60", ...place];
  const running = start("kamailio", flags, dir, {
    ...SETTINGS,
    SIP_LISTEN: `udp:127.0.0.1:${port}`,
    GATEWAY: `127.0.0.1:${gatewayPort}`,
    CALLBOARD_URL: url,
    CALLBOARD_KEY: key,
    CLOCK_AHEAD: String(clockAhead),
  });
  onTestFailed(() => console.log(`Kamailio said:\n${running.output()}`));
  await answersOptions(port, running);
  return {
    port,
    gatewayPort,
    domain: SETTINGS.SIP_DOMAIN,
    password: (person) => createHash("sha256").update(`${person}:${SETTINGS.PHONE_SECRET}`).digest("hex"),
  };
}

/** Asks again and again, as datagrams that come too early are lost. */
async function answersOptions(port: number, kamailio: Running): Promise<void> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  let answered = false;
  socket.on("message", () => (answered = true));
  let asked = 0;
  try {
    await eventually(() => {
      if (kamailio.child.exitCode !== null) throw new Error(`Kamailio didn't start:\n${kamailio.output()}`);
      socket.send(optionsRequest(port, socket.address().port, (asked += 1)), port, "127.0.0.1");
      return answered;
    });
  } finally {
    socket.close();
  }
}

const optionsRequest = (port: number, own: number, n: number) =>
  [
    `OPTIONS sip:127.0.0.1:${port} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${own};rport;branch=z9hG4bKready${n}`,
    `From: <sip:test@127.0.0.1>;tag=ready`,
    `To: <sip:127.0.0.1:${port}>`,
    `Call-ID: ready-${n}`,
    `CSeq: ${n} OPTIONS`,
    "Max-Forwards: 10",
    "Content-Length: 0",
    "",
    "",
  ].join("\r\n");
