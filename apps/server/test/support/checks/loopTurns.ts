/** The milliseconds that this thread has worked since: other work of the machine doesn't count. */
export const workedMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.threadCpuUsage(since);
  return (user + system) / 1000;
};

async function measureLongestTurn(work: () => Promise<unknown>): Promise<number> {
  let longestMs = 0;
  let since = process.threadCpuUsage();
  let finished = false;
  const turn = () => {
    longestMs = Math.max(longestMs, workedMs(since));
    since = process.threadCpuUsage();
    if (!finished) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  finished = true;
  return Math.max(longestMs, workedMs(since));
}

/** A longer turn is measured again: garbage from earlier work may have been collected during it. */
const LONG_MS = 50;

/** The longest time that the thread worked in one turn of its event loop, during which everybody else waited. */
export async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  const first = await measureLongestTurn(work);
  return first < LONG_MS ? first : Math.min(first, await measureLongestTurn(work));
}

/** A larger share is measured again, for the same reason. */
const LONG_SHARE = 0.1;

/**
 * The share of the work that was done in its longest turn: near 1 where everybody else waits for all of it. It is the
 * same on a fast and on a slow machine, for work that takes many turns.
 */
export async function longestShare(work: () => Promise<unknown>): Promise<number> {
  const share = async () => {
    const start = process.threadCpuUsage();
    return (await measureLongestTurn(work)) / workedMs(start);
  };
  const first = await share();
  return first < LONG_SHARE ? first : Math.min(first, await share());
}
