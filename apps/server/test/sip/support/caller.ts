import { readFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../../support/eventually.ts";
import { tempFolder } from "../../support/processes/programs.ts";
import type { Kamailio } from "./kamailio.ts";
import { freeUdpPort, start } from "./processes.ts";

/** What the caller's side of a call got. */
interface Outcome {
  /** the code and the text of the last reply to the call, such as `604 stopped`. */
  reply: string;
  /** The header with the reason, if there is one. */
  reason: string | null;
  /** Whether the other side ended the call. */
  hungUp: boolean;
}

interface Caller {
  /** Waits for the end of the call. */
  over(): Promise<Outcome>;
}

const SCENARIOS = { stays: "callerStays.xml", "gives up": "callerGivesUp.xml" };

/** A call from outside through Kamailio, made by sipp. */
export async function startCall(
  { port }: Kamailio,
  { from, to, caller = "stays" }: { from: string; to: string; caller?: keyof typeof SCENARIOS },
): Promise<Caller> {
  const dir = tempFolder();
  const trace = join(dir, "messages");
  const [own, media] = [await freeUdpPort(), await freeUdpPort()];
  const flags = {
    "-sf": join(import.meta.dirname, SCENARIOS[caller]),
    "-s": to,
    "-i": "127.0.0.1",
    "-p": String(own),
    "-mp": String(media),
    "-m": "1",
    "-message_file": trace,
  };
  const target = `127.0.0.1:${port}`;
  const args = [target, "-nostdin", "-trace_msg", "-key", "from", from, ...Object.entries(flags).flat()];
  const running = start("sipp", args, dir, { TERM: "dumb" });
  return {
    over: async () => {
      await eventually(() => running.child.exitCode !== null || running.child.signalCode !== null, 60_000);
      const messages = readFileSync(trace, "utf8");
      if (running.child.exitCode !== 0) throw new Error(`The caller failed:\n${running.output()}\n${messages}`);
      const replies = [...messages.matchAll(/^SIP\/2\.0 (\d{3} .*?)\r?\n(?:.+\r?\n)*?CSeq: 1 INVITE/gim)];
      return {
        reply: replies.at(-1)![1]!,
        reason: /^Reason: (.*?)\r?$/m.exec(messages)?.[1] ?? null,
        hungUp: /^BYE /m.test(messages),
      };
    },
  };
}
