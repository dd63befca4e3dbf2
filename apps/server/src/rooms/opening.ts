import { openAccount, type Opening } from "@callboard/domain/account";
import { create, type Decision, decided } from "@callboard/domain/decision";
import { phrase } from "@callboard/domain/phrase";
import { letterEffects } from "../mail/letters.ts";
import { type SecretLink, secretLink } from "../mail/links.ts";
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

/** `from`: the account for which it is opened, or who opens it; `sent`: what they have sent so far. */
interface Way {
  sent: Sent;
  from: string;
}

interface Opened {
  id: string;
  owner: string;
}

/** An account with its first administrator: somebody new gets a mail with the way in, somebody known just finds it. */
export function openWithOwner(
  world: World,
  scope: Scope,
  opening: Rest,
  who: Who,
  { known, sent, from }: Way & { known: PersonRow | undefined },
): Decision<Opened> {
  const id = scope.account;
  const owner = known?.id ?? scope.newId();
  const effects = openAccount({ ...opening, id, owner, ownerSoftphone: who.softphone }, scope.actor, scope.now);
  if (known) return decided(effects, { id, owner });
  checkInvitations(sent, world.limits.sendings);
  const token = { secret: newSecret("cbt"), ref: scope.newId() };
  const wayIn = [
    addPerson(owner, who.email, who.name, null, scope.now),
    addToken(token, "reset", null, owner, scope.now + INVITATION_MS),
  ];
  const counted = countSending(scope, "invitation", owner, 1, from);
  const letter = letterEffects(
    world,
    scope,
    wayInLetter(opening.name, who, secretLink(world, "reset", token.ref, token.secret)),
  );
  return decided([...effects, ...wayIn, ...counted, ...letter], { id, owner });
}

/** An account that belongs to whoever opens it until its first administrator has accepted, with a sign-in or without one. */
export function openAndInvite(
  world: World,
  scope: Scope,
  opening: Rest,
  who: Who,
  { sent, from }: Way,
): Decision<Opened> {
  const id = scope.account;
  const owner = scope.actor.id;
  checkInvitations(sent, world.limits.sendings);
  const token = { secret: newSecret("cbt"), ref: scope.newId() };
  const invitation = scope.newId();
  const expiresAt = scope.now + INVITATION_MS;
  const role = "administrator" as const;
  const { email } = who;
  const effects = [
    ...openAccount({ ...opening, id, owner, ownerSoftphone: null }, scope.actor, scope.now),
    create(
      id,
      "invitation",
      invitation,
      { ...who, role, expiresAt, by: owner, owns: true },
      { action: phrase("access.didInvite", { email, role }) },
    ),
    addToken(token, "invite", id, invitation, expiresAt),
    ...countSending(scope, "invitation", invitation, 1, from),
    ...letterEffects(world, scope, wayInLetter(opening.name, who, secretLink(world, "join", token.ref, token.secret))),
  ];
  return decided(effects, { id, owner });
}

/** Its address is the person's own matter: it is in no account's outbox. */
function wayInLetter(account: string, { email }: Who, way: SecretLink) {
  const values = { who: "Callboard", account };
  return {
    account: null,
    to: email,
    subject: phrase("mail.inviteSubject", values),
    text: phrase("mail.inviteText", { ...values, role: "administrator" }),
    ...way,
  };
}
