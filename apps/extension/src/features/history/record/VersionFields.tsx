import { Card } from "@callboard/ui/Card";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Difference } from "@callboard/ui/Difference";
import type { Outputs } from "../../../data/api.ts";
import { mayDo, useViewer } from "../../../shared/viewer.ts";
import { versions as texts } from "../../../texts/en/shared/versions.ts";
import { format } from "../../../texts/format.ts";
import { DIFFERENCE_LABELS } from "../../../shared/versions/FieldChanges.tsx";
import "@callboard/ui/Table.css";

type RecordState = Pick<Outputs["history"]["versions"], "present" | "restorable" | "title">;
export interface VersionDetail {
  one: Outputs["history"]["version"];
  facts: RecordState;
  /** Fields that have changed since; empty if the record is deleted or this is the current version. */
  since: Outputs["history"]["compare"]["fields"];
}

interface VersionFieldsProps {
  whole: VersionDetail;
  picked: readonly string[];
  onPick: (fields: readonly string[]) => void;
}

/** Each field in words as it was; those that have changed since can be selected and restored alone. */
export function VersionFields({ whole: { one, facts, since }, picked, onPick }: VersionFieldsProps) {
  const { account } = useViewer();
  const isPast = facts.present !== null && one.version !== facts.present;
  const picks = isPast && facts.restorable && mayDo(account, "restore");
  const toggle = (field: string) =>
    onPick(picked.includes(field) ? picked.filter((one) => one !== field) : [...picked, field]);
  return (
    <Card flush>
      <div class="cb-table-frame">
        <table class="cb-table record-fields">
          <caption>{format(texts.version, { version: one.version })}</caption>
          <thead>
            <tr>
              {picks && (
                <th scope="col" class="record-pick">
                  <span class="cb-unseen">{texts.pickHead}</span>
                </th>
              )}
              <th scope="col">{texts.field}</th>
              <th scope="col">{isPast ? texts.value : texts.valueNow}</th>
              {isPast && <th scope="col">{texts.valueNow}</th>}
            </tr>
          </thead>
          <tbody>
            {one.values.map(({ field, label, value }) => {
              const change = since.find((other) => other.field === field);
              return (
                <tr key={field} data-differs={change !== undefined || undefined}>
                  {picks && (
                    <td class="record-pick">
                      {change && (
                        <Checkbox
                          hideLabel
                          label={format(texts.pickField, { field: label })}
                          checked={picked.includes(field)}
                          onChange={() => toggle(field)}
                        />
                      )}
                    </td>
                  )}
                  <th scope="row">{label}</th>
                  <td>{value}</td>
                  {isPast && (
                    <td>{change ? <CurrentValue change={change} /> : <span class="cb-quiet">{texts.same}</span>}</td>
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

function CurrentValue({ change: { before, after, items, words } }: { change: VersionDetail["since"][number] }) {
  if (!items && !words) return <>{after}</>;
  return <Difference before={before} after={after} items={items} words={words} labels={DIFFERENCE_LABELS} />;
}
