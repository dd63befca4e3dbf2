import { Button } from "@callboard/ui/Button";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Difference } from "@callboard/ui/Difference";
import { versions as texts } from "../../../texts/en/shared/versions.ts";
import { format } from "../../../texts/format.ts";
import { DIFFERENCE_LABELS } from "../../../shared/versions/FieldChanges.tsx";
import type { Comparison } from "./types.ts";
import "@callboard/ui/Table.css";

interface CompareFieldsProps {
  comparison: Comparison;
  selectedFields: readonly string[];
  /** Null if nothing can be restored. */
  onSelect: ((fields: readonly string[]) => void) | null;
}

/** The differing fields side by side: lists are compared by item, texts by word. */
export function CompareFields({
  comparison: { fields, from, to, title },
  selectedFields,
  onSelect,
}: CompareFieldsProps) {
  if (fields.length === 0) return <p class="compare-none cb-muted">{texts.compareStateNone}</p>;
  const toggle = (field: string) =>
    onSelect?.(
      selectedFields.includes(field) ? selectedFields.filter((other) => other !== field) : [...selectedFields, field],
    );
  return (
    <div class="cb-table-frame">
      <table class="cb-table record-fields">
        <caption>{format(texts.compareTitle, { name: title })}</caption>
        <thead>
          <tr>
            {onSelect && (
              <th scope="col" class="record-pick">
                <span class="cb-visually-hidden">{texts.pickHead}</span>
              </th>
            )}
            <th scope="col">{texts.field}</th>
            <th scope="col">{format(texts.version, { version: from.version })}</th>
            <th scope="col">{format(texts.version, { version: to.version })}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ field, label, before, after, items, text }) => (
            <tr key={field}>
              {onSelect && (
                <td class="record-pick">
                  <Checkbox
                    hideLabel
                    label={format(texts.pickField, { field: label })}
                    checked={selectedFields.includes(field)}
                    onChange={() => toggle(field)}
                  />
                </td>
              )}
              <th scope="row">{label}</th>
              {items || text ? (
                <td colSpan={2}>
                  <Difference before={before} after={after} items={items} text={text} labels={DIFFERENCE_LABELS} />
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

interface CompareButtonsProps {
  comparison: Comparison;
  /** The number of the current version; null if the record is deleted. */
  present: number | null;
  /** How many fields are selected; zero means the complete version. */
  count: number;
  onRestore: (version: number) => void;
}

/** For each side that isn't the current version, a button that restores it. */
export function CompareButtons({ comparison: { from, to, fields }, present, count, onRestore }: CompareButtonsProps) {
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
