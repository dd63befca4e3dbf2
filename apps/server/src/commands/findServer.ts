import { type Env, processVariables, PROJECT, readEnv } from "../env.ts";
import { type RunningServer, runningServers } from "../start/runningServers.ts";
import { exitWith } from "./exitWith.ts";

export const HOW_TO_START = "Start one with “npx -y pnpm@12.21.0 start”.";

/** Reads the settings, or ends the command with the messages about invalid ones. */
export function readSettings(): Env {
  try {
    return readEnv();
  } catch (error) {
    return exitWith((error as Error).message);
  }
}

/** The server that a command refers to: named by PORT or DATA_DIR, or the only one running; null if none runs. */
export async function findServer(settings: Env): Promise<RunningServer | null> {
  const { PORT, DATA_DIR } = processVariables();
  const matches = (await runningServers(PROJECT)).filter(
    ({ port, dataDir }) =>
      (PORT === undefined || port === settings.PORT) && (DATA_DIR === undefined || dataDir === settings.DATA_DIR),
  );
  if (matches.length > 1)
    exitWith(`Several servers run here: ${matches.map(({ address }) => address).join(", ")}. Set PORT to choose one.`);
  return matches[0] ?? null;
}
