import { remove } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { dayAt } from "@callboard/domain/core/period";
import { monthOf } from "@callboard/domain/reports/periods";
import type { Services } from "../../services.ts";
import { commit } from "../../store/commit.ts";
import { systemScope } from "../../store/systemScope.ts";
import { activityHiddenUntil } from "../../store/visibility.ts";
import { findCalendar } from "./calendar.ts";
import { COUNTER, countTime } from "./countTime.ts";
import { deleteCallsBefore } from "./reads/callSums.ts";
import { findOldCorrections } from "./reads/corrections.ts";
import { findAccountsBehind, findCountedAccounts } from "./reads/due.ts";
import { deleteMonthsBefore, forgetCounted } from "./reads/effects.ts";

/** What is left uncounted: so little that nobody waits for it who opens a report. */
const ROWS_BEHIND_MAX = 500;

/** Counts where much has come into the log, so that whoever opens a report doesn't wait for it. */
export async function keepCounting(services: Services, stopped: () => boolean = () => false): Promise<void> {
  for (const account of await findAccountsBehind(services.db, ROWS_BEHIND_MAX)) {
    if (stopped()) return;
    await countTime(services, account, { priority: "low", stopped });
  }
}

/** Old corrections that one commit deletes; more wait for the next day. */
const OLD_CORRECTIONS_MAX = 200;

/** Deletes months in which all activity is older than activity is kept, and corrections of that time. */
export async function deleteOldTime(services: Services, stopped: () => boolean = () => false): Promise<void> {
  for (const account of await findCountedAccounts(services.db)) {
    if (stopped()) return;
    const scope = { ...systemScope(services, account, COUNTER), priority: "low" as const };
    await commit(
      scope,
      {
        calendar: findCalendar(scope),
        old: findOldCorrections(activityHiddenUntil(services.now()), OLD_CORRECTIONS_MAX),
      },
      ({ calendar, old }, { now }) => {
        const month = monthOf(dayAt(activityHiddenUntil(now), calendar));
        return [
          ...deleteMonthsBefore(account, month),
          deleteCallsBefore(account, `${month}-01`),
          ...old.map((correction) =>
            remove("correction", correction, { action: message("reports.didDeleteCorrection") }),
          ),
        ];
      },
    );
  }
}

/** Forgets what was counted in an account and counts its whole log again. */
export async function recount(services: Parameters<typeof countTime>[0], account: string): Promise<void> {
  await commit(systemScope(services, account, COUNTER), {}, () => forgetCounted(account));
  await countTime(services, account);
}
