import { type Env, processVariables, PROJECT, readEnv } from "../env.ts";
import { type RunningServer, runningServers } from "../start/runningServers.ts";
import { exitWith } from "./exitWith.ts";

export const HOW_TO_START = "Start one with “npx -y pnpm@12.21.0 start”.";

/** Reads the settings, or ends the command with the sentences that say what is wrong with them. */
export function readSettings(): Env {
  try {
    return readEnv();
  } catch (error) {
    return exitWith((error as Error).message);
  }
}

/** The one server that a command means: named by PORT or DATA_DIR, or the only one there is; null where none runs. */
export async function findServer(env: Env): Promise<RunningServer | null> {
  const { PORT, DATA_DIR } = processVariables();
  const found = (await runningServers(PROJECT)).filter(
    ({ port, dataDir }) =>
      (PORT === undefined || port === env.PORT) && (DATA_DIR === undefined || dataDir === env.DATA_DIR),
  );
  if (found.length > 1)
    exitWith(`Several servers run here: ${found.map(({ address }) => address).join(", ")}. Say which with PORT.`);
  return found[0] ?? null;
}
