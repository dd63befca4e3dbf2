import { Card } from "@callboard/ui/Card";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Difference } from "@callboard/ui/Difference";
import type { Answers } from "../../api.ts";
import { mayIn, useViewer } from "../../shell/viewer.ts";
import { record as texts } from "../../texts/en/record.ts";
import { say } from "../../texts/say.ts";
import { DIFFERENCE } from "../../versions/FieldChanges.tsx";
import "@callboard/ui/Table.css";

type Facts = Pick<Answers["history"]["versions"], "present" | "restorable" | "title">;
export interface Whole {
  one: Answers["history"]["version"];
  facts: Facts;
  /** What is different now; none where the record is gone, or this is how it stands. */
  since: Answers["history"]["compare"]["fields"];
}

interface VersionFieldsProps {
  whole: Whole;
  picked: readonly string[];
  onPick: (fields: readonly string[]) => void;
}

/** Each field in words as it was; those that are different now can be picked, to be restored alone. */
export function VersionFields({ whole: { one, facts, since }, picked, onPick }: VersionFieldsProps) {
  const { account } = useViewer();
  const isPast = facts.present !== null && one.version !== facts.present;
  const picks = isPast && facts.restorable && mayIn(account, "restore");
  const toggle = (field: string) =>
    onPick(picked.includes(field) ? picked.filter((one) => one !== field) : [...picked, field]);
  return (
    <Card flush>
      <div class="cb-table-frame">
        <table class="cb-table record-fields">
          <caption>{say(texts.version, { version: one.version })}</caption>
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
                          label={say(texts.pickField, { field: label })}
                          checked={picked.includes(field)}
                          onChange={() => toggle(field)}
                        />
                      )}
                    </td>
                  )}
                  <th scope="row">{label}</th>
                  <td>{value}</td>
                  {isPast && <td>{change ? <Since change={change} /> : <span class="cb-quiet">{texts.same}</span>}</td>}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Since({ change: { before, after, items, words } }: { change: Whole["since"][number] }) {
  if (!items && !words) return <>{after}</>;
  return <Difference before={before} after={after} items={items} words={words} labels={DIFFERENCE} />;
}
