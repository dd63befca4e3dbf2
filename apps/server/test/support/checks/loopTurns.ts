/** The milliseconds that this thread has worked since: other work of the machine doesn't count. */
export const workedMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.threadCpuUsage(since);
  return (user + system) / 1000;
};

async function longest(work: () => Promise<unknown>): Promise<number> {
  let most = 0;
  let since = process.threadCpuUsage();
  let over = false;
  const turn = () => {
    most = Math.max(most, workedMs(since));
    since = process.threadCpuUsage();
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  over = true;
  return Math.max(most, workedMs(since));
}

/** A longer turn is measured again: garbage from earlier work may have been collected during it. */
const LONG_MS = 50;

/** The longest time that the thread worked in one turn of its event loop, during which everybody else waited. */
export async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  const first = await longest(work);
  return first < LONG_MS ? first : Math.min(first, await longest(work));
}
