import { useState } from "preact/hooks";
import { Card } from "../src/Card.tsx";
import { Field } from "../src/Field.tsx";
import { RadioGroup } from "../src/RadioGroup.tsx";
import { DragHandle, useReorder } from "../src/Reorder.tsx";
import { TagInput } from "../src/TagInput.tsx";
import { TimeInput } from "../src/TimeInput.tsx";

const ROUTINGS = [
  { value: "all", label: "All at once", hint: "Every free phone rings; whoever answers first has the call." },
  { value: "turn", label: "In turn", hint: "One after the other, going on where the last call ended." },
] as const;

function ReorderableList() {
  const [ids, order] = useState<readonly string[]>(["Ava", "Ben", "Cleo"]);
  const announce = (id: string, place: number, all: number) => `${id} is now in place ${place} of ${all}.`;
  const sorting = useReorder({ ids, onReorder: order, announce });
  return (
    <ul class="gallery-stack">
      {ids.map((id, at) => (
        <li key={id} class="gallery-row" {...sorting.rowProps(id)}>
          <DragHandle id={id} name={id} position={at + 1} label={`Move ${id}`} reorder={sorting} />
          {id}
        </li>
      ))}
    </ul>
  );
}

/** Form controls beyond a line of text. */
export function Forms() {
  const [way, choose] = useState<"all" | "turn">("turn");
  const [tags, tag] = useState<readonly string[]>(["VIP", "after hours"]);
  const [from, setFrom] = useState("09:00");
  return (
    <Card title="Forms">
      <div class="gallery-columns">
        <RadioGroup label="Routing" options={ROUTINGS} value={way} onChange={choose} />
        <div class="gallery-stack">
          <Field label="Tags" hint="Enter adds one.">
            <TagInput tags={tags} onChange={tag} removeLabel={(name) => `Remove ${name}`} />
          </Field>
          <div class="gallery-row">
            <TimeInput label="From" value={from} onChange={setFrom} />
            <TimeInput label="To" value="25:00" invalid onChange={() => {}} />
            <TimeInput label="Off" value="24:00" disabled onChange={() => {}} />
          </div>
          <ReorderableList />
        </div>
      </div>
    </Card>
  );
}
