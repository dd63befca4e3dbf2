import { Difference } from "@callboard/ui/Difference";
import type { Outputs } from "../../data/api.ts";
import { versions as texts } from "../../texts/en/shared/versions.ts";
import "./FieldChanges.css";

export type FieldChange = Outputs["history"]["list"]["changes"][number]["fields"][number];

/** The labels of a difference, the same wherever one is shown. */
export const DIFFERENCE_LABELS = {
  was: texts.was,
  is: texts.is,
  added: texts.added,
  removed: texts.removed,
  changed: texts.changed,
  moved: texts.moved,
} as const;

/** The fields that differ, each by its label. */
export function FieldChanges({ fields }: { fields: readonly FieldChange[] }) {
  if (fields.length === 0) return null;
  return (
    <dl class="field-changes">
      {fields.map(({ field, label, before, after, items, text }) => (
        <div key={field}>
          <dt>{label}</dt>
          <dd>
            <Difference before={before} after={after} items={items} text={text} labels={DIFFERENCE_LABELS} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
