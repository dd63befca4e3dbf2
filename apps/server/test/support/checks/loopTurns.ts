/** Milliseconds that this thread has worked since: whatever else the machine does meanwhile does not count. */
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

/** From here on it is done once more: rubbish of earlier work may have been collected in that very turn. */
const LONG_MS = 50;

/** The most that the thread worked in one turn of its loop: so long everybody else waited. */
export async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  const first = await longest(work);
  return first < LONG_MS ? first : Math.min(first, await longest(work));
}
