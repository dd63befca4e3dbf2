import { mkdirSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { freePort, tempFolder } from "../../support/processes/programs.ts";
import type { Kamailio } from "./kamailio.ts";
import { freeUdpPort, type Running, start } from "./processes.ts";

/** A softphone (baresip) on an agent's desk, operated over its control port. */
export interface Phone {
  /** How often it has rung so far. */
  rung(): number;
  /** Waits until it rings for the nth time. */
  rings(times?: number): Promise<unknown>;
  answer(): Promise<void>;
  /** Ends its call, or declines the one that rings. */
  hangUp(): Promise<void>;
  /** Takes its registration back and quits. */
  quit(): Promise<void>;
  /** Dies without a word, as a computer whose lid is closed. */
  die(): Promise<void>;
}

/** The phone of a person, once it is registered. */
export async function startPhone(kamailio: Kamailio, person: string): Promise<Phone> {
  const { port, domain, password } = kamailio;
  const registrar = `auth_pass=${password(person)};outbound="sip:127.0.0.1:${port}";regint=60`;
  const { phone, count, output } = await startBaresip(`<sip:${person}@${domain};transport=udp>;${registrar}`);
  await eventually(() => {
    if (count("REGISTER_FAIL") > 0) throw new Error(`${person}'s phone could not register:\n${output()}`);
    return count("REGISTER_OK") > 0 || output().includes("200 OK");
  });
  return phone;
}

/** The phone behind a receiving number, which the gateway reaches. */
export async function startReceiver({ gatewayPort }: Kamailio, number: string): Promise<Phone> {
  const { phone, output } = await startBaresip(`<sip:${number}@127.0.0.1;transport=udp>;regint=0`, gatewayPort);
  await eventually(() => output().includes("baresip is ready"));
  return phone;
}

/** Somebody else may take a port that was free a moment ago: then the phone doesn't start, and gets another one. */
async function startBaresip(account: string, sipPort?: number) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await tryBaresip(account, sipPort);
    } catch (error) {
      if (tries === STARTS_MAX) throw error;
    }
  }
}
const STARTS_MAX = 3;

async function tryBaresip(account: string, sipPort?: number) {
  const dir = tempFolder();
  const [port, control] = [sipPort ?? (await freeUdpPort()), Number(await freePort())];
  mkdirSync(join(dir, "conf"));
  writeFileSync(join(dir, "conf/config"), config(port, control));
  writeFileSync(join(dir, "conf/accounts"), `${account};answermode=manual\n`);
  const running = start("baresip", ["-f", join(dir, "conf")], dir, { HOME: dir });
  const socket = await connected(control, running);
  const events: string[] = [];
  readMessages(socket, ({ type }) => void (typeof type === "string" && events.push(type)));
  onTestFinished(() => void socket.destroy());
  const count = (event: string) => events.filter((name) => name === event).length;
  /** Presses a key and waits until the phone reports what follows. */
  const press = async (command: string, event: string) => {
    const before = count(event);
    const text = JSON.stringify({ command });
    socket.write(`${Buffer.byteLength(text)}:${text},`);
    await eventually(() => count(event) > before);
  };
  const phone: Phone = {
    rung: () => count("CALL_INCOMING"),
    rings: (times = 1) => eventually(() => count("CALL_INCOMING") >= times),
    answer: () => press("accept", "CALL_ESTABLISHED"),
    hangUp: () => press("hangup", "CALL_CLOSED"),
    quit: () => press("quit", "UNREGISTERING"),
    die: running.stop,
  };
  return { phone, count, output: running.output };
}

/** Its sound goes nowhere: machines that test have no loudspeaker. */
const config = (port: number, control: number) => `
poll_method epoll
sip_listen 127.0.0.1:${port}
call_local_timeout 600
call_max_calls 4
net_interface 127.0.0.1
module_path /usr/lib/baresip/modules
audio_player aubridge,nowhere
audio_source aubridge,nowhere
audio_alert aubridge,nowhere
module g711.so
module aubridge.so
module_tmp uuid.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:${control}
`;

/** Its control port opens a moment after its start. */
async function connected(port: number, phone: Running): Promise<Socket> {
  let open: Socket | undefined;
  const tryConnect = () =>
    new Promise<boolean>((done) => {
      const socket = connect(port, "127.0.0.1", () => {
        open = socket;
        done(true);
      }).once("error", () => done(false));
    });
  await eventually(async () => phone.child.exitCode !== null || (await tryConnect())).catch(() => phone.stop());
  if (open === undefined) throw new Error(`The phone didn't start:\n${phone.output()}`);
  return open;
}

/** Messages are netstrings: the length, a colon, the text, a comma. */
function readMessages(socket: Socket, read: (message: Record<string, unknown>) => void): void {
  let rest = Buffer.alloc(0);
  socket.on("data", (part) => {
    rest = Buffer.concat([rest, part]);
    for (;;) {
      const colon = rest.indexOf(":");
      const end = colon + 1 + Number(rest.subarray(0, colon));
      if (colon < 0 || rest.length <= end) return;
      read(JSON.parse(rest.subarray(colon + 1, end).toString()) as Record<string, unknown>);
      rest = rest.subarray(end + 1);
    }
  });
}
