import { fork } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readStream } from "../../apps/extension/src/data/eventStream.ts";
import { ACTIVITY_KINDS, SETTINGS_KINDS } from "../../apps/extension/src/shared/recordKinds.ts";

/** A query that a window shows, and the kinds of changes after which it is refetched. */
interface Subscription {
  path: string;
  input: object;
  kinds: readonly string[];
  /** The minimum interval between two fetches of a list. */
  minIntervalMs?: number;
}

const HISTORY = [...SETTINGS_KINDS, "agent"];

/** An agent's popup: their identity, their status, the latest changes and the number of new ones. */
const POPUP: readonly Subscription[] = [
  { path: "access.me", input: {}, kinds: ["account", "member", "lifecycle", "balance"] },
  { path: "agents.mine", input: {}, kinds: ["agent", "phone", "status", "account", "member"] },
  { path: "history.list", input: { limit: 14 }, kinds: HISTORY },
  { path: "history.unread", input: {}, kinds: [...HISTORY, "readMarker"] },
];

/** The console with the team's board. */
const BOARD: readonly Subscription[] = [
  { path: "access.me", input: {}, kinds: ["account", "member", "lifecycle"] },
  { path: "history.unread", input: {}, kinds: [...HISTORY, "readMarker"] },
  {
    path: "agents.board",
    input: { chips: [], limit: 50 },
    kinds: ["agent", "phone", "status", "member"],
    minIntervalMs: 1000,
  },
];

/** Other people's changes are refetched at most this often, as in the extension's resources. */
const TEAM_MS = 500;
const JITTER_MS = 250;
const TEAM_KINDS: readonly string[] = ACTIVITY_KINDS.slice(0, 2);

export interface Credentials {
  address: string;
  account: string;
  secret: string;
}

interface Window {
  /** The number of answers since it was opened. */
  answerCount: () => number;
  close: () => void;
}

/** Windows open in a separate process, so that their own work delays nobody else. */
export interface Windows {
  /** The number of answers since they were opened. */
  answerCount: () => Promise<number>;
  close: () => void;
}

/** Opens a window that follows the live stream and refetches what it shows, like the extension's windows. */
async function openWindow(
  { address, account, secret }: Credentials,
  subscriptions: readonly Subscription[],
): Promise<Window> {
  const headers = { authorization: `Bearer ${secret}`, "x-callboard-account": account };
  const closing = new AbortController();
  let answerCount = 0;
  const resources = subscriptions.map(({ path, input, kinds, minIntervalMs = 0 }) => {
    let [running, isStale, requestedAt, doneAt] = [false, false, -Infinity, -Infinity];
    let timer: NodeJS.Timeout | undefined;
    const fetchAnswer = async () => {
      const url = `${address}/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`;
      const answer = await fetch(url, { headers, signal: closing.signal });
      if (answer.status !== 200) throw new Error(`${path}: ${await answer.text()}`);
      await answer.json();
      answerCount += 1;
    };
    const refetch = async (): Promise<void> => {
      isStale = true;
      clearTimeout(timer);
      timer = undefined;
      if (running) return;
      running = true;
      while (isStale && !closing.signal.aborted) {
        isStale = false;
        requestedAt = performance.now();
        await wait(Math.max(0, doneAt + minIntervalMs - performance.now()));
        await fetchAnswer();
        doneAt = performance.now();
      }
      running = false;
    };
    const handleChange = (kind: string): void => {
      if (kind !== "all" && !kinds.includes(kind)) return;
      const pause = TEAM_KINDS.includes(kind)
        ? requestedAt + TEAM_MS + Math.random() * JITTER_MS - performance.now()
        : 0;
      const start = () => void refetch().catch(throwUnlessClosed);
      if (pause <= 0) start();
      else timer ??= setTimeout(start, pause);
    };
    return { handleChange, stop: () => clearTimeout(timer) };
  });
  const throwUnlessClosed = (error: unknown): void => {
    if (!closing.signal.aborted) throw error;
  };
  await new Promise<void>((resolve, reject) => {
    const stream = readStream(`${address}/trpc/feed.changes?input={}`, headers, closing.signal, (_id, answer) => {
      for (const { handleChange } of resources) handleChange((answer as { kind: string }).kind);
      resolve();
    });
    stream.catch((error: unknown) => (closing.signal.aborted ? undefined : reject(error)));
  });
  return {
    answerCount: () => answerCount,
    close: () => {
      closing.abort();
      for (const { stop } of resources) stop();
    },
  };
}

/** A popup for each agent's session, and a board for each administrator's. */
export async function openWindows(popups: readonly Credentials[], boards: readonly Credentials[]): Promise<Windows> {
  const child = fork(fileURLToPath(import.meta.url), ["windows"]);
  const answer = (command: object) =>
    new Promise<number>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`the windows ended with ${code}`));
      child.once("exit", ended);
      child.once("message", (answer) => {
        child.off("exit", ended);
        resolve(Number(answer));
      });
      child.send(command);
    });
  await answer({ popups, boards });
  return { answerCount: () => answer({}), close: () => child.disconnect() };
}

if (process.argv[2] === "windows") {
  const open: Window[] = [];
  process.on("message", async ({ popups = [], boards = [] }: { popups?: Credentials[]; boards?: Credentials[] }) => {
    open.push(...(await Promise.all(popups.map((credentials) => openWindow(credentials, POPUP)))));
    open.push(...(await Promise.all(boards.map((credentials) => openWindow(credentials, BOARD)))));
    process.send!(open.reduce((sum, { answerCount }) => sum + answerCount(), 0));
  });
  process.on("disconnect", () => process.exit(0));
}
