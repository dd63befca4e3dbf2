import { type FieldChange, describeDifferences } from "@callboard/domain/core/compare";
import { type ChangeType, findDifferences } from "@callboard/domain/core/differences";
import type { Kind } from "@callboard/domain/core/record";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { formatActor, formatTitle } from "@callboard/domain/core/fieldFormat";
import type { ValueFormatter } from "@callboard/domain/core/valueFormatter";
import { type RecordVersion } from "../../store/versions.ts";
import { withheldFields } from "../../store/visibility.ts";
import type { Scope } from "../../store/scope.ts";

export type FieldChangeView = Omit<FieldChange, "label"> & { label: string };

export interface ChangeView {
  /** Its position in the account's log: later changes have greater numbers. */
  n: number;
  /** Its position in the log of all accounts. */
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
export function changeView(version: RecordVersion, scope: Scope, show: ValueFormatter): ChangeView {
  const kind = anyKind(version.kind);
  const fields =
    (version.event === "changed" || version.event === "restored") &&
    version.before !== null &&
    version.log === "history"
      ? describeDifferences(
          kind,
          // Kept on the version, as it is rendered more than once.
          (version.differences ??= findDifferences(kind, version.before, version.data)),
          show,
          withheldFields(kind, scope.membership),
        )
      : [];
  return {
    n: version.n,
    seq: version.seq,
    at: version.at,
    kind: version.kind,
    id: version.id,
    version: version.version,
    event: version.event,
    title: formatTitle(kind, version.data, version.id, show) || show.word(kind.noun),
    noun: show.word(kind.noun),
    by: formatActor(version.actor, show),
    byOneself: version.actor.id === scope.actor.id,
    person: version.actor.as === "key" || version.actor.as === "job" ? null : version.actor.id,
    action: actionText(version, kind, scope, show),
    detail: isActionSufficient(version) ? "" : detailText(fields, show),
    cause: version.cause ? show.message(version.cause) : null,
    batch: version.batch,
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
  const text = show.message(action);
  if (kind.titleIs !== "person" || kind.log === "history" || id === me.id || id === actor.id) return text;
  return show.message({ key: "history.about", values: { action: text, who: id } });
}

/** "stopped incoming calls" says enough; "changed the queue Sales" and "restored Sales" don't. */
const isActionSufficient = ({ action, event }: RecordVersion): boolean =>
  event !== "restored" && !/\.did(?:Change|Save)/.test(action.key);

function detailText([first, ...rest]: readonly FieldChange[], show: ValueFormatter): string {
  if (!first) return "";
  const { label: key, before, after } = first;
  const none = show.word("word.none");
  const label = show.word(key);
  const text =
    before === none
      ? show.message({ key: "history.detailSet", values: { label, after } })
      : after === none
        ? show.message({ key: "history.detailRemoved", values: { label } })
        : show.message({ key: "history.detailBoth", values: { label, before, after } });
  if (rest.length === 0) return text;
  return show.message({ key: "history.detailMore", values: { first: text, count: rest.length } });
}
