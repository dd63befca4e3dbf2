import { Button } from "@callboard/ui/Button";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Difference } from "@callboard/ui/Difference";
import { versions as texts } from "../../../texts/en/shared/versions.ts";
import { format } from "../../../texts/format.ts";
import { DIFFERENCE_LABELS } from "../../../shared/versions/FieldChanges.tsx";
import type { Comparison } from "./types.ts";
import "@callboard/ui/Table.css";

interface CompareFieldsProps {
  compared: Comparison;
  picked: readonly string[];
  /** Null if nothing can be restored. */
  onPick: ((fields: readonly string[]) => void) | null;
}

/** The differing fields side by side: lists are compared by item, texts by word. */
export function CompareFields({ compared: { fields, from, to, title }, picked, onPick }: CompareFieldsProps) {
  if (fields.length === 0) return <p class="compare-none cb-quiet">{texts.compareStateNone}</p>;
  const toggle = (field: string) =>
    onPick?.(picked.includes(field) ? picked.filter((one) => one !== field) : [...picked, field]);
  return (
    <div class="cb-table-frame">
      <table class="cb-table record-fields">
        <caption>{format(texts.compareTitle, { name: title })}</caption>
        <thead>
          <tr>
            {onPick && (
              <th scope="col" class="record-pick">
                <span class="cb-unseen">{texts.pickHead}</span>
              </th>
            )}
            <th scope="col">{texts.field}</th>
            <th scope="col">{format(texts.version, { version: from.version })}</th>
            <th scope="col">{format(texts.version, { version: to.version })}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ field, label, before, after, items, words }) => (
            <tr key={field}>
              {onPick && (
                <td class="record-pick">
                  <Checkbox
                    hideLabel
                    label={format(texts.pickField, { field: label })}
                    checked={picked.includes(field)}
                    onChange={() => toggle(field)}
                  />
                </td>
              )}
              <th scope="row">{label}</th>
              {items || words ? (
                <td colSpan={2}>
                  <Difference before={before} after={after} items={items} words={words} labels={DIFFERENCE_LABELS} />
                </td>
              ) : (
                <>
                  <td>{before}</td>
                  <td>{after}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CompareFootProps {
  compared: Comparison;
  present: number | null;
  /** How many fields are selected; zero means the complete version. */
  count: number;
  onRestore: (version: number) => void;
}

/** A button for each side that isn't the current version. */
export function CompareFoot({ compared: { from, to, fields }, present, count, onRestore }: CompareFootProps) {
  if (fields.length === 0) return null;
  const sides = [from.version, to.version].filter((version) => version !== present);
  const label = (version: number) => {
    if (count === 0) return format(texts.restoreSide, { version });
    return count === 1
      ? format(texts.restoreSideField, { version })
      : format(texts.restoreSideFields, { count, version });
  };
  return (
    <div class="compare-foot">
      {sides.map((version) => (
        <Button key={version} variant={sides.length === 1 ? "primary" : "plain"} onClick={() => onRestore(version)}>
          {label(version)}
        </Button>
      ))}
    </div>
  );
}
