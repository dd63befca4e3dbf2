import { type FieldChange, describeDifferences } from "@callboard/domain/core/compare";
import { type ChangeType, findDifferences } from "@callboard/domain/core/differences";
import type { Kind } from "@callboard/domain/core/record";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { type ValueFormatter, formatActor, formatTitle } from "@callboard/domain/core/fieldFormat";
import { type RecordVersion } from "../../store/versions.ts";
import { withheldFields } from "../../store/visibility.ts";
import type { Scope } from "../../store/scope.ts";

export type FieldChangeView = Omit<FieldChange, "label"> & { label: string };

export interface ChangeView {
  /** Its position in the account's log: later changes have greater numbers. */
  n: number;
  seq: number;
  at: number;
  kind: KindName;
  id: string;
  version: number;
  event: ChangeType;
  /** The record's name, and its kind in words. */
  title: string;
  noun: string;
  by: string;
  byOneself: boolean;
  person: string | null;
  action: string;
  /** The first changed field, if the action alone doesn't say what was done; otherwise empty. */
  detail: string;
  cause: string | null;
  batch: string | null;
  /** Whether records of this kind can be restored and their changes undone. */
  restorable: boolean;
  fields: FieldChangeView[];
}

export const fieldChangeViews = (changes: readonly FieldChange[], show: ValueFormatter): FieldChangeView[] =>
  changes.map((change) => ({ ...change, label: show.word(change.label) }));

/** The history shows each changed field; activity shows only its sentence. */
export function changeView(one: RecordVersion, scope: Scope, show: ValueFormatter): ChangeView {
  const kind = anyKind(one.kind);
  const fields =
    (one.event === "changed" || one.event === "restored") && one.before !== null && one.log === "history"
      ? describeDifferences(
          kind,
          (one.differs ??= findDifferences(kind, one.before, one.data)),
          show,
          withheldFields(kind, scope.standing),
        )
      : [];
  return {
    n: one.n,
    seq: one.seq,
    at: one.at,
    kind: one.kind,
    id: one.id,
    version: one.version,
    event: one.event,
    title: formatTitle(kind, one.data, one.id, show) || show.word(kind.noun),
    noun: show.word(kind.noun),
    by: formatActor(one.actor, show),
    byOneself: one.actor.id === scope.actor.id,
    person: one.actor.as === "key" || one.actor.as === "job" ? null : one.actor.id,
    action: actionText(one, kind, scope, show),
    detail: isActionSufficient(one) ? "" : detailText(fields, show),
    cause: one.cause ? show.phrase(one.cause) : null,
    batch: one.batch,
    restorable: kind.restore.how === "copy",
    fields: fieldChangeViews(fields, show),
  };
}

/** Names the person that the record belongs to, unless they made the change or are the reader. */
function actionText(
  { action, id, actor }: RecordVersion,
  kind: Kind,
  { actor: me }: Scope,
  show: ValueFormatter,
): string {
  const said = show.phrase(action);
  if (kind.titled !== "person" || kind.log === "history" || id === me.id || id === actor.id) return said;
  return show.phrase({ key: "history.about", values: { action: said, who: id } });
}

/** "stopped incoming calls" says enough; "changed the queue Sales" and "restored Sales" don't. */
const isActionSufficient = ({ action, event }: RecordVersion): boolean =>
  event !== "restored" && !/\.did(?:Change|Save)/.test(action.key);

function detailText([first, ...more]: readonly FieldChange[], show: ValueFormatter): string {
  if (!first) return "";
  const { label: key, before, after } = first;
  const none = show.word("word.none");
  const label = show.word(key);
  const said =
    before === none
      ? show.phrase({ key: "history.detailSet", values: { label, after } })
      : after === none
        ? show.phrase({ key: "history.detailGone", values: { label } })
        : show.phrase({ key: "history.detailBoth", values: { label, before, after } });
  if (more.length === 0) return said;
  return show.phrase({ key: "history.detailMore", values: { first: said, count: more.length } });
}
