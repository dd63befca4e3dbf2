import type { Role } from "@callboard/domain/core/permissions";
import { create } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { DAY } from "@callboard/domain/core/time";
import { contextOf } from "../../src/http/app.ts";
import { findOne } from "../../src/store/queries.ts";
import { addPerson, addToken, openSession } from "../../src/auth/people.ts";
import { newSecret } from "../../src/auth/secrets.ts";
import { appRouter } from "../../src/http/router.ts";
import { commit, read } from "../../src/store/commit.ts";
import { callerFactory } from "../../src/rpc/procedures.ts";
import type { Services } from "../../src/services.ts";
import { scopeOf } from "../support/scopes.ts";
import type { LargeAccount } from "./size.ts";

/** A role in the large account, the operator, a key of the account's or a meter's, or nobody. */
export type CallerRole = Role | "operator" | "key" | "meter" | "nobody";
type CallProcedure = (input?: unknown) => Promise<any>;

/** The large account with everything else that trials need. */
export interface LargeContext extends LargeAccount {
  services: Services;
  name: string;
  call: (who: CallerRole, path: string, options?: { asOf?: number }) => CallProcedure;
  version: (kind: Parameters<typeof findOne>[0], id: string) => Promise<number>;
  /** A person with a session of their own, who is in no account. */
  stranger: (n: number) => Promise<{ person: string; email: string; secret: string }>;
  callAs: (secret: string, path: string) => CallProcedure;
  token: (purpose: "invite" | "reset", subject: string) => Promise<string>;
  cards: readonly string[];
}

const callers = callerFactory(appRouter);

export async function largeContext(services: Services, account: LargeAccount, name = "large"): Promise<LargeContext> {
  const scope = () => scopeOf(services, account.id);
  const callAs = (secret: string | null, path: string, asOf?: number): CallProcedure => {
    const headers = new Headers({ "x-callboard-account": account.id });
    if (secret !== null) headers.set("authorization", `Bearer ${secret}`);
    if (asOf !== undefined) headers.set("x-callboard-as-of", String(asOf));
    const caller = callers(contextOf(services, headers, `from ${services.newId()}`));
    const [feature, procedure] = path.split(".") as [string, string];
    return (caller as unknown as Record<string, Record<string, CallProcedure>>)[feature]![procedure]!;
  };
  const addStranger = async (n: number, isOperator: 0 | 1) => {
    const [person, secret] = [`${name}-stranger${n}-${services.newId()}`, newSecret("cbs")];
    const email = `${person}@large.example`.toLowerCase();
    await commit(scope(), {}, () => [
      addPerson(person, email, `Stranger ${n}`, null, services.now(), isOperator),
      openSession(person, secret, person, "large", services.now()),
    ]);
    return { person, email, secret };
  };
  const operator = await addStranger(0, 1);
  const meter = await callAs(operator.secret, "access.createMeterKey")({ account: account.id, name: "Meter" });
  const key = await callAs(
    account.secrets.administrator,
    "access.createApiKey",
  )({
    name: "Phones",
    permissions: ["send phone events", "read the board"],
  });
  const secretOf = (who: CallerRole): string | null => {
    if (who === "nobody") return null;
    if (who === "operator") return operator.secret;
    if (who === "key") return key.secret;
    return who === "meter" ? meter.secret : account.secrets[who];
  };
  const cards = ["one", "two"].map((card) => `${name}-card-${card}`);
  await commit(scope(), {}, () => [
    ...cards.map((id, at) =>
      create(
        account.id,
        "card",
        id,
        {
          provider: "sandbox",
          providerRef: `pm_${id}`,
          brand: "Visa",
          last4: `424${at}`,
          expMonth: 5,
          expYear: 2031,
          holder: "Ada",
          name: "",
          lastDecline: null,
          expiryWarningDays: null,
        },
        { action: message("cards.didOpen") },
      ),
    ),
    create(
      account.id,
      "wallet",
      account.id,
      { provider: "sandbox", customer: `cus_${name}`, primary: cards[0]!, backup: cards[1]!, others: [] },
      { action: message("cards.didOpen") },
    ),
  ]);
  return {
    ...account,
    services,
    name,
    cards,
    call: (who, path, { asOf } = {}) => callAs(secretOf(who), path, asOf),
    callAs: (secret, path) => callAs(secret, path),
    stranger: (n) => addStranger(n, 0),
    version: async (kind, id) => (await read(scope(), { record: findOne(kind, id) })).record.version,
    token: async (purpose, subject) => {
      const secret = newSecret("cbt");
      const newToken = { secret, ref: services.newId() };
      await commit(scope(), {}, () => [
        addToken(newToken, purpose, purpose === "invite" ? account.id : null, subject, services.now() + DAY),
      ]);
      return secret;
    },
  };
}
