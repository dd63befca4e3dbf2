import type { Snapshot } from "./snapshot.ts";
import type { PopupStore } from "./store.ts";

/** Everything that is shown, for the next popup to start with. */
export function snapshotOf({ account, person, ...all }: PopupStore): Snapshot {
  const parts = [all.me, all.ownStatus, all.balance, all.changes, all.team];
  return {
    account,
    person,
    at: Math.min(...parts.map(({ answeredAt }) => answeredAt.value ?? 0)),
    me: all.me.data.value,
    mine: all.ownStatus.data.value,
    balance: all.balance.data.value,
    changes: all.changes.data.value,
    team: all.team.data.value,
  };
}
