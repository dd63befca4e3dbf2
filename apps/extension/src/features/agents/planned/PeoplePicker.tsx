import { PLANNED_PEOPLE_MAX } from "@callboard/domain/agents/plannedTypes";
import { Combobox } from "@callboard/ui/Combobox";
import { Field } from "@callboard/ui/Field";
import { IconButton } from "@callboard/ui/IconButton";
import { useState } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { useResource } from "../../../data/liveResource.ts";
import { agents } from "../../../texts/en/agents.ts";
import { format } from "../../../texts/format.ts";

const texts = agents.planned.form;
const SHOWN = 20;

export interface ChosenPerson {
  id: string;
  name: string;
}

interface PeoplePickerProps {
  people: readonly ChosenPerson[];
  error: string | undefined;
  onChange: (people: readonly ChosenPerson[]) => void;
}

/** Chooses several people who have a softphone, by typing their names. */
export function PeoplePicker({ people, error, onChange }: PeoplePickerProps) {
  const [search, setSearch] = useState("");
  const found = useResource(["member"], () => api().agents.board.query({ search, limit: SHOWN }), [search]);
  const candidates = (found.data.value?.rows ?? []).filter(({ person }) => people.every(({ id }) => id !== person));
  return (
    <div class="plan-people">
      <Field label={texts.people} hint={texts.peopleHint} error={error}>
        <Combobox
          options={candidates.map(({ person, name }) => ({ value: person, label: name }))}
          value=""
          displayValue=""
          placeholder={texts.findPerson}
          emptyText={texts.noPerson}
          disabled={people.length >= PLANNED_PEOPLE_MAX}
          onSearch={setSearch}
          onChange={(id, { label }) => onChange([...people, { id, name: label }])}
        />
      </Field>
      {people.length > 0 && (
        <ul class="plan-people-list" aria-label={texts.people}>
          {people.map(({ id, name }) => (
            <li key={id}>
              {name}
              <IconButton
                size="small"
                icon="x"
                label={format(texts.removePerson, { name })}
                onClick={() => onChange(people.filter((person) => person.id !== id))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
