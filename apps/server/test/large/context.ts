import type { Role } from "@callboard/domain/core/permissions";
import { create } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { DAY } from "@callboard/domain/core/time";
import { contextOf } from "../../src/http/app.ts";
import { findOne } from "../../src/store/queries.ts";
import { addPerson, addToken, openSession } from "../../src/auth/people.ts";
import { sqlEffect } from "../../src/store/sqlEffect.ts";
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

/** The large account with everything that trials need besides. */
export interface LargeContext extends LargeAccount {
  world: Services;
  name: string;
  call: (who: CallerRole, path: string, more?: { asOf?: number }) => CallProcedure;
  version: (kind: Parameters<typeof findOne>[0], id: string) => Promise<number>;
  /** A person with a session of their own, who is in no account. */
  stranger: (n: number) => Promise<{ person: string; email: string; secret: string }>;
  callAs: (secret: string, path: string) => CallProcedure;
  token: (purpose: "invite" | "reset", subject: string) => Promise<string>;
  cards: readonly string[];
}

const callers = callerFactory(appRouter);

export async function largeContext(services: Services, made: LargeAccount, name = "large"): Promise<LargeContext> {
  const scope = () => scopeOf(services, made.id);
  const callAs = (secret: string | null, path: string, asOf?: number): CallProcedure => {
    const headers = new Headers({ "x-callboard-account": made.id });
    if (secret !== null) headers.set("authorization", `Bearer ${secret}`);
    if (asOf !== undefined) headers.set("x-callboard-as-of", String(asOf));
    const caller = callers(contextOf(services, headers, `from ${services.newId()}`));
    const [room, procedure] = path.split(".") as [string, string];
    return (caller as unknown as Record<string, Record<string, CallProcedure>>)[room]![procedure]!;
  };
  const stranger: LargeContext["stranger"] = async (n) => {
    const [person, email, secret] = [`${name}-stranger${n}-${services.newId()}`, "", newSecret("cbs")];
    const address = email || `${person}@large.example`.toLowerCase();
    await commit(scope(), {}, () => [
      addPerson(person, address, `Stranger ${n}`, null, services.now()),
      openSession(person, secret, person, "large", services.now()),
    ]);
    return { person, email: address, secret };
  };
  const operator = await stranger(0);
  await commit(scope(), {}, () => [sqlEffect("UPDATE people SET operator = 1 WHERE id = ?", operator.person)]);
  const meter = await callAs(operator.secret, "access.createMeterKey")({ account: made.id, name: "Meter" });
  const key = await callAs(
    made.secrets.administrator,
    "access.createApiKey",
  )({
    name: "Phones",
    deeds: ["send phone events", "read the board"],
  });
  const secretOf = (who: CallerRole): string | null => {
    if (who === "nobody") return null;
    if (who === "operator") return operator.secret;
    if (who === "key") return key.secret;
    return who === "meter" ? meter.secret : made.secrets[who];
  };
  const cards = ["one", "two"].map((card) => `${name}-card-${card}`);
  await commit(scope(), {}, () => [
    ...cards.map((id, at) =>
      create(
        made.id,
        "card",
        id,
        {
          provider: "sandbox",
          ref: `pm_${id}`,
          brand: "Visa",
          last4: `424${at}`,
          expMonth: 5,
          expYear: 2031,
          holder: "Ada",
          name: "",
          refused: null,
          warned: null,
        },
        { action: message("cards.didOpen") },
      ),
    ),
    create(
      made.id,
      "wallet",
      made.id,
      { provider: "sandbox", customer: `cus_${name}`, primary: cards[0]!, backup: cards[1]!, rest: [] },
      { action: message("cards.didOpen") },
    ),
  ]);
  return {
    ...made,
    world: services,
    name,
    cards,
    call: (who, path, { asOf } = {}) => callAs(secretOf(who), path, asOf),
    callAs: (secret, path) => callAs(secret, path),
    stranger,
    version: async (kind, id) => (await read(scope(), { found: findOne(kind, id) })).found.version,
    token: async (purpose, subject) => {
      const secret = newSecret("cbt");
      const own = { secret, ref: services.newId() };
      await commit(scope(), {}, () => [
        addToken(own, purpose, purpose === "invite" ? made.id : null, subject, services.now() + DAY),
      ]);
      return secret;
    },
  };
}
