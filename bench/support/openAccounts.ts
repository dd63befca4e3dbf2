import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomId } from "../../apps/server/src/store/randomId.ts";
import type { Services } from "../../apps/server/src/services.ts";
import { openServices } from "../../apps/server/src/start/openServices.ts";
import { openLargeAccount } from "../../apps/server/test/large/account.ts";
import { FULL, type LargeAccount } from "../../apps/server/test/large/size.ts";
import { UNLIMITED_MAIL } from "./mailLimits.ts";

/** A server's services on a new database, by this clock. */
export async function openBenchServices(
  now: () => number,
): Promise<{ services: Services; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "callboard-bench-"));
  const { services, close } = await openServices(
    {
      databaseUrl: `file:${folder}/bench.db`,
      DATABASE_TOKEN: undefined,
      SMTP_URL: undefined,
      MAIL_FROM: "bench@localhost",
      LOG_LEVEL: "error",
      demo: true,
    },
    {
      wallClock: now,
      newId: () => randomId(now()),
      secret: "for the benchmark alone, never used otherwise",
      publicUrl: "http://127.0.0.1",
      sendLimits: UNLIMITED_MAIL,
    },
  );
  return {
    services,
    close: async () => {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An account with many people and little but queues; one in ten has no softphone. `area`: of its telephone numbers. */
export const openTeamAccount = (
  services: Services,
  { name, people, area, queues = 1 }: { name: string; people: number; area: string; queues?: number },
): Promise<LargeAccount> => {
  const size = {
    ...FULL,
    people,
    numbers: 20,
    queues,
    sources: 1,
    receivers: 1,
    members: 1,
    changes: 10,
    movements: 10,
  };
  return openLargeAccount(services, size, name, area);
};

/** The CPU time of this process that the work takes, in ms: other work on the machine doesn't change it. */
export async function cpuMs(work: () => Promise<unknown>): Promise<number> {
  const from = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}
