import { openAccount, type Opening } from "@callboard/domain/account";
import { type Decision, decided } from "@callboard/domain/decision";
import { phrase } from "@callboard/domain/phrase";
import { letterEffects } from "../mail/letters.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { addPerson, addToken, INVITATION_MS, type PersonRow } from "./access/people.ts";
import { newSecret } from "./access/secrets.ts";

interface Who {
  name: string;
  email: string;
  softphone: boolean;
}

type Rest = Omit<Opening, "id" | "owner" | "ownerSoftphone">;

/** An account with its first administrator: somebody new gets a mail with the way in, somebody known just finds it. */
export function openWithOwner(
  world: World,
  scope: Scope,
  opening: Rest,
  who: Who,
  known: PersonRow | undefined,
): Decision<{ id: string; owner: string }> {
  const id = scope.account;
  const owner = known?.id ?? scope.newId();
  const effects = openAccount({ ...opening, id, owner, ownerSoftphone: who.softphone }, scope.actor, scope.now);
  if (known) return decided(effects, { id, owner });
  const secret = newSecret("cbt");
  const values = { who: "Callboard", account: opening.name };
  const letter = {
    account: null,
    to: who.email,
    subject: phrase("mail.inviteSubject", values),
    text: phrase("mail.inviteText", { ...values, role: "administrator" }),
    link: `${world.publicUrl}/console.html#/reset/${secret}`,
  };
  const wayIn = [
    addPerson(owner, who.email, who.name, null, scope.now),
    addToken(secret, "reset", null, owner, scope.now + INVITATION_MS),
  ];
  return decided([...effects, ...wayIn, ...letterEffects(world, scope, letter)], { id, owner });
}
