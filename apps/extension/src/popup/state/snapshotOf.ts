import type { Snapshot } from "./snapshot.ts";
import type { PopupStore } from "./store.ts";

/** Everything that is shown, for the next popup to start with. */
export function snapshotOf({ account, person, ...resources }: PopupStore): Snapshot {
  const parts = [resources.me, resources.ownStatus, resources.balance, resources.changes, resources.team];
  return {
    account,
    person,
    // 0 if a part has no answer yet.
    at: Math.min(...parts.map(({ answeredAt }) => answeredAt.value ?? 0)),
    me: resources.me.data.value,
    mine: resources.ownStatus.data.value,
    balance: resources.balance.data.value,
    changes: resources.changes.data.value,
    team: resources.team.data.value,
  };
}
