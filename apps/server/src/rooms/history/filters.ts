import { may } from "@callboard/domain/access";
import type { ChangeEvent } from "@callboard/domain/history";
import { anyKind, type KindName } from "@callboard/domain/records";
import { stmt } from "../../db.ts";
import { open } from "../../trpc.ts";
import { inWords } from "../../words.ts";
import { kindsOf, sightHere } from "../../sight.ts";

const PEOPLE_MAX = 500;
const EVENTS: readonly ChangeEvent[] = ["created", "changed", "deleted", "restored"];
/** Somebody's own things: they stand in that person's log, not in the account's. */
const PERSONAL: readonly KindName[] = ["preferences", "looked"];

/** What the change history can be narrowed by. People who have left are still among those who changed something. */
export const filters = {
  filters: open("read history").query(async ({ ctx }) => {
    const { scope, place } = ctx;
    const { sight, words } = await sightHere(scope, place, undefined);
    const kinds = kindsOf(sight);
    const members = may(scope.standing, "read the board") ? 1 : 0;
    const [rows] = await scope.db.read([
      stmt(PEOPLE, scope.account, sight.hiddenTo, JSON.stringify(kinds), members, PEOPLE_MAX),
    ]);
    return inWords(scope, words, (show) => ({
      kinds: kinds
        .filter((kind) => !PERSONAL.includes(kind))
        .map(anyKind)
        .map(({ kind, noun, log }) => ({ kind: kind as KindName, noun: show.word(noun), log })),
      people: rows!
        .map(({ person }) => ({ id: String(person), name: show.person(String(person)) }))
        .sort((a, b) => a.name.localeCompare(b.name, "en")),
      events: EVENTS,
    }));
  }),
};

/** How far back a person's own changes are looked through for one that the role may read. */
const LOOKED_BACK = 200;

/**
 * Jumps from person to person along the index: the log is long, those who wrote it are few. Whose newest change is hidden
 * has none that is shown.
 */
const PEOPLE = `WITH RECURSIVE actors (person) AS (
    SELECT min(person) FROM changes WHERE account = ?1 AND log = 'history'
    UNION ALL
    SELECT (SELECT min(c.person) FROM changes c WHERE c.account = ?1 AND c.log = 'history' AND c.person > actors.person)
    FROM actors WHERE actors.person IS NOT NULL LIMIT ${2 * PEOPLE_MAX})
  SELECT person FROM actors WHERE person IS NOT NULL AND EXISTS (SELECT 1 FROM (
    SELECT c.at, c.kind FROM changes c INDEXED BY changes_by_person WHERE c.account = ?1 AND c.log = 'history'
    AND c.person = actors.person ORDER BY c.n DESC LIMIT ${LOOKED_BACK})
    WHERE at > ?2 AND kind IN (SELECT value FROM json_each(?3)))
  UNION SELECT id FROM (SELECT id FROM records WHERE account = ?1 AND kind = 'member' AND ?4 = 1 LIMIT ${PEOPLE_MAX})
  LIMIT ?5`;
