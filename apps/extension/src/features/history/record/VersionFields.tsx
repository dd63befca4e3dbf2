import { Card } from "@callboard/ui/Card";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Difference } from "@callboard/ui/Difference";
import type { Outputs } from "../../../data/api.ts";
import { mayDo, useViewer } from "../../../shared/viewer.ts";
import { versions as texts } from "../../../texts/en/shared/versions.ts";
import { format } from "../../../texts/format.ts";
import { DIFFERENCE_LABELS } from "../../../shared/versions/FieldChanges.tsx";
import "@callboard/ui/Table.css";

/** `present`: the number of the current version; null if the record is deleted. */
type RecordState = Pick<Outputs["history"]["versions"], "present" | "restorable" | "title">;
export interface VersionDetail {
  version: Outputs["history"]["version"];
  record: RecordState;
  /** Fields that have changed since; empty if the record is deleted or this is the current version. */
  differences: Outputs["history"]["compare"]["fields"];
}

interface VersionFieldsProps {
  detail: VersionDetail;
  selectedFields: readonly string[];
  onSelect: (fields: readonly string[]) => void;
}

/** Each field's value at that version. Fields that have changed since can be selected and restored alone. */
export function VersionFields({
  detail: { version, record, differences },
  selectedFields,
  onSelect,
}: VersionFieldsProps) {
  const { account } = useViewer();
  const isPast = record.present !== null && version.version !== record.present;
  const canSelect = isPast && record.restorable && mayDo(account, "restore");
  const toggle = (field: string) =>
    onSelect(
      selectedFields.includes(field) ? selectedFields.filter((other) => other !== field) : [...selectedFields, field],
    );
  return (
    <Card flush>
      <div class="cb-table-frame">
        <table class="cb-table record-fields">
          <caption>{format(texts.version, { version: version.version })}</caption>
          <thead>
            <tr>
              {canSelect && (
                <th scope="col" class="record-pick">
                  <span class="cb-visually-hidden">{texts.pickHead}</span>
                </th>
              )}
              <th scope="col">{texts.field}</th>
              <th scope="col">{isPast ? texts.value : texts.valueNow}</th>
              {isPast && <th scope="col">{texts.valueNow}</th>}
            </tr>
          </thead>
          <tbody>
            {version.values.map(({ field, label, value }) => {
              const change = differences.find((difference) => difference.field === field);
              return (
                <tr key={field} data-differs={change !== undefined || undefined}>
                  {canSelect && (
                    <td class="record-pick">
                      {change && (
                        <Checkbox
                          hideLabel
                          label={format(texts.pickField, { field: label })}
                          checked={selectedFields.includes(field)}
                          onChange={() => toggle(field)}
                        />
                      )}
                    </td>
                  )}
                  <th scope="row">{label}</th>
                  <td>{value}</td>
                  {isPast && (
                    <td>{change ? <CurrentValue change={change} /> : <span class="cb-muted">{texts.same}</span>}</td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function CurrentValue({ change: { before, after, items, text } }: { change: VersionDetail["differences"][number] }) {
  if (!items && !text) return <>{after}</>;
  return <Difference before={before} after={after} items={items} text={text} labels={DIFFERENCE_LABELS} />;
}
