import { save } from "@callboard/domain/decision";
import { phrase } from "@callboard/domain/phrase";
import { one } from "../src/needs.ts";
import { commit } from "../src/store.ts";
import type { TestWorld } from "./kit.ts";
import { scopeOf } from "./scopes.ts";

/** Until there is a procedure that cancels: the fact itself, written through the one door. */
export async function cancel(it: TestWorld, name: string): Promise<void> {
  const account = it.account(name);
  const scope = scopeOf(it.world, account);
  await commit(scope, { lifecycle: one("lifecycle", account) }, ({ lifecycle }) => [
    save(
      "lifecycle",
      lifecycle,
      { ...lifecycle.data, canceled: { since: it.now(), by: "tester", until: null } },
      { action: phrase("account.didSave") },
    ),
  ]);
}
