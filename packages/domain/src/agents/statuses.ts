import type { StatusData } from "./rules.ts";
import type { StatusIcon, StatusColor } from "./types.ts";
import { create, type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { Instant } from "../core/time.ts";
import { sameName } from "../core/text/names.ts";
import { checkVersion } from "../core/version.ts";

/** A longer list would be hard to use. */
export const STATUSES_MAX = 60;
const RESERVED_NAMES = ["available", "offline"];

export interface StatusDraft {
  name: string;
  takesCalls: boolean;
  color: StatusColor;
  icon: StatusIcon | null;
  defaultMinutes: number | null;
  whenOver: StatusData["whenOver"];
}

export type StatusDoc = Doc<StatusData>;

/** Adds a custom status at the end of the list. Throws `invalid`, `conflict`. */
export function addStatus(account: string, statuses: readonly StatusDoc[], draft: StatusDraft, id: string): Effect[] {
  checkStatusCount(statuses);
  checkName(statuses, draft.name, null);
  const order = Math.max(-1, ...statuses.map((one) => one.data.order)) + 1;
  const data: StatusData = { ...draft, order, archivedAt: null };
  return [create(account, "status", id, data, { action: message("agents.didAddStatus", { status: draft.name }) })];
}

/** `idleStatus`: the id of the status that the account's idle rule sets, if there is a rule. */
export function changeStatus(
  statuses: readonly StatusDoc[],
  idleStatus: string | null,
  id: string,
  version: number | undefined,
  draft: StatusDraft,
): Effect[] {
  const doc = findStatus(statuses, id, version);
  checkName(statuses, draft.name, id);
  checkIdleRule({ ...doc.data, takesCalls: draft.takesCalls, archivedAt: null }, idleStatus === id);
  return [
    save(
      "status",
      doc,
      { ...doc.data, ...draft },
      { action: message("agents.didChangeStatus", { status: draft.name }) },
    ),
  ];
}

/** The idle rule's status must take no calls and be available to choose. */
export function checkIdleRule({ name, takesCalls, archivedAt }: StatusData, isIdleStatus: boolean): void {
  if (isIdleStatus && takesCalls) fail("conflict", "agents.idleTakesNone", { status: name }, "takesCalls");
  if (isIdleStatus && archivedAt !== null) fail("conflict", "agents.idleRuleUses", { status: name });
}

/** Archived statuses can no longer be chosen; reports keep their names. The idle rule may not point at one. */
export function archiveStatus(
  statuses: readonly StatusDoc[],
  idleStatus: string | null,
  input: { id: string; version: number; archived: boolean },
  now: Instant,
): Effect[] {
  const doc = findStatus(statuses, input.id, input.version);
  if ((doc.data.archivedAt !== null) === input.archived) return [];
  if (!input.archived) checkStatusCount(statuses);
  checkIdleRule({ ...doc.data, takesCalls: false, archivedAt: input.archived ? now : null }, idleStatus === input.id);
  const action = input.archived
    ? message("agents.didArchive", { status: doc.data.name })
    : message("agents.didUnarchive", { status: doc.data.name });
  return [save("status", doc, { ...doc.data, archivedAt: input.archived ? now : null }, { action })];
}

/** Puts these statuses in this order; the others follow in their present order. */
export function orderStatuses(statuses: readonly StatusDoc[], ids: readonly string[]): Effect[] {
  const positions = new Map(ids.map((id, index) => [id, index]));
  for (const id of ids) if (!statuses.some((one) => one.id === id)) fail("invalid", "agents.statusUnknown", {}, "ids");
  if (positions.size !== ids.length) fail("invalid", "agents.duplicateInOrder", {}, "ids");
  const sorted = statuses.toSorted(
    (a, b) =>
      (positions.get(a.id) ?? Number.MAX_SAFE_INTEGER) - (positions.get(b.id) ?? Number.MAX_SAFE_INTEGER) ||
      a.data.order - b.data.order,
  );
  return sorted.flatMap((doc, order) =>
    doc.data.order === order
      ? []
      : [
          save(
            "status",
            doc,
            { ...doc.data, order },
            { action: message("agents.didOrder", { status: doc.data.name }) },
          ),
        ],
  );
}

function findStatus(statuses: readonly StatusDoc[], id: string, version: number | undefined): StatusDoc {
  const doc = statuses.find((one) => one.id === id) ?? fail("not-found", "agents.statusMissing", {}, "id");
  checkVersion(doc, version, doc.data.name);
  return doc;
}

function checkStatusCount(statuses: readonly StatusDoc[]): void {
  if (statuses.filter((one) => one.data.archivedAt === null).length >= STATUSES_MAX)
    fail("invalid", "agents.tooManyStatuses", { max: STATUSES_MAX });
}

/** The names of the built-in statuses can't be used. Throws `invalid`. */
export function checkReserved(name: string): void {
  if (RESERVED_NAMES.some((reserved) => sameName(reserved, name)))
    fail("invalid", "agents.nameReserved", { name }, "name");
}

function checkName(statuses: readonly StatusDoc[], name: string, ownId: string | null): void {
  checkReserved(name);
  if (statuses.some((one) => one.id !== ownId && sameName(one.data.name, name)))
    fail("conflict", "agents.nameTaken", { name }, "name");
}
