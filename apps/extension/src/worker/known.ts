import { api, refusalOf } from "../api.ts";
import { kept } from "../browser.ts";
import { clockOffset, learnNow, takeOffset } from "../clock.ts";
import { forgetSession, loadSession } from "../session.ts";
import type { Mine } from "../snapshot.ts";

/** What the worker knows. Kept in storage: the worker itself lives for half a minute at a time. */
export interface Known {
  account: string;
  accountName: string;
  /** The server's clock against this device's own, for a worker that starts without an answer. */
  offset: number;
  /** Null in an account without a softphone. */
  mine: Mine | null;
  /** The sentence of a refusal that nobody has seen yet. */
  refused: string | null;
}

const STORED = "known";

export const readKnown = (): Promise<Known | null> => kept.get<Known>(STORED);

export async function noteRefused(sentence: string | null): Promise<void> {
  const known = await readKnown();
  if (known) await kept.set(STORED, { ...known, refused: sentence });
}

/** Asks what is so. Where the server is out of reach, what was known last stays; without a session nothing does. */
export async function learn(): Promise<Known | null> {
  const session = await loadSession();
  if (!session?.account) {
    await kept.remove(STORED);
    return null;
  }
  const before = await readKnown();
  const same = before?.account === session.account ? before : null;
  if (same) takeOffset(same.offset);
  try {
    const [me, mine] = await Promise.all([api().access.me.query(), mineOrNone()]);
    learnNow(me.now);
    const name = me.accounts.find(({ id }) => id === session.account)?.name ?? "";
    const known: Known = {
      account: session.account,
      accountName: name,
      offset: clockOffset(),
      mine,
      refused: same?.refused ?? null,
    };
    await kept.set(STORED, known);
    return known;
  } catch (error) {
    if (refusalOf(error)?.code !== "signed-out") return same;
    await forgetSession();
    await kept.remove(STORED);
    return null;
  }
}

async function mineOrNone(): Promise<Mine | null> {
  try {
    return await api().agents.mine.query();
  } catch (error) {
    if (refusalOf(error)?.code === "forbidden") return null;
    throw error;
  }
}
