import { save } from "@callboard/domain/decision";
import { message } from "@callboard/domain/phrase";
import { findOne } from "../src/needs.ts";
import { commit } from "../src/store.ts";
import type { TestApp } from "./kit.ts";
import { scopeOf } from "./scopes.ts";

/** Until there is a procedure that cancels: the fact itself, written through the one door. */
export async function cancelAccount(it: TestApp, name: string): Promise<void> {
  const account = it.account(name);
  const scope = scopeOf(it.world, account);
  await commit(scope, { lifecycle: findOne("lifecycle", account) }, ({ lifecycle }) => [
    save(
      "lifecycle",
      lifecycle,
      { ...lifecycle.data, canceled: { since: it.now(), by: "tester", until: null } },
      { action: message("account.didSave") },
    ),
  ]);
}
