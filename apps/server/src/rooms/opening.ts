import { openAccount, type Opening } from "@callboard/domain/account";
import { type Decision, decided } from "@callboard/domain/decision";
import { phrase } from "@callboard/domain/phrase";
import { letterEffects } from "../mail/letters.ts";
import { secretLink } from "../mail/links.ts";
import { checkInvitations, countSending, type Sent } from "../mail/sendings.ts";
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

/**
 * An account with its first administrator: somebody new gets a mail with the way in, somebody known just finds it.
 * `from`: the account for which it is opened, or who opens it; `sent`: what they have sent so far.
 */
export function openWithOwner(
  world: World,
  scope: Scope,
  opening: Rest,
  who: Who,
  { known, sent, from }: { known: PersonRow | undefined; sent: Sent; from: string },
): Decision<{ id: string; owner: string }> {
  const id = scope.account;
  const owner = known?.id ?? scope.newId();
  const effects = openAccount({ ...opening, id, owner, ownerSoftphone: who.softphone }, scope.actor, scope.now);
  if (known) return decided(effects, { id, owner });
  checkInvitations(sent, world.limits.sendings);
  const [secret, ref] = [newSecret("cbt"), scope.newId()];
  const values = { who: "Callboard", account: opening.name };
  const letter = {
    account: null,
    to: who.email,
    subject: phrase("mail.inviteSubject", values),
    text: phrase("mail.inviteText", { ...values, role: "administrator" }),
    ...secretLink(world, "reset", ref, secret),
  };
  const wayIn = [
    addPerson(owner, who.email, who.name, null, scope.now),
    addToken({ secret, ref }, "reset", null, owner, scope.now + INVITATION_MS),
  ];
  const counted = countSending(scope, "invitation", owner, 1, from);
  return decided([...effects, ...wayIn, ...counted, ...letterEffects(world, scope, letter)], { id, owner });
}
