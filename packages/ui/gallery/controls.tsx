import { useState } from "preact/hooks";
import { Button } from "../src/Button.tsx";
import { Card } from "../src/Card.tsx";
import { Checkbox } from "../src/Checkbox.tsx";
import { Listbox } from "../src/Listbox.tsx";
import { Combobox } from "../src/Combobox.tsx";
import { Field } from "../src/Field.tsx";
import { FileDrop } from "../src/FileDrop.tsx";
import { IconButton } from "../src/IconButton.tsx";
import { Segmented } from "../src/Segmented.tsx";
import { Select } from "../src/Select.tsx";
import { Switch } from "../src/Switch.tsx";
import { TextInput } from "../src/TextInput.tsx";

const VARIANTS = ["primary", "plain", "quiet", "danger"] as const;
const THEMES = [
  { value: "auto", label: "Auto", icon: "monitor" },
  { value: "light", label: "Light", icon: "sun" },
  { value: "dark", label: "Dark", icon: "moon" },
] as const;
const ZONES = [
  { value: "lisbon", label: "Lisbon" },
  { value: "chicago", label: "Chicago" },
];

function Buttons() {
  const [busy, setBusy] = useState(false);
  const [pressed, press] = useState(true);
  return (
    <div class="gallery-stack">
      <div class="gallery-row">
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant}>
            {variant}
          </Button>
        ))}
        <Button variant="primary" icon="plus">
          Add number
        </Button>
        <Button icon="download">Export</Button>
      </div>
      <div class="gallery-row">
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant} size="small">
            {variant}
          </Button>
        ))}
        <Button size="small" icon="undo">
          Undo
        </Button>
      </div>
      <div class="gallery-row">
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant} busy>
            {variant}
          </Button>
        ))}
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant} disabled>
            {variant}
          </Button>
        ))}
      </div>
      <div class="gallery-row">
        <Button variant="primary" busy={busy} onClick={() => setBusy(true)}>
          Press to be busy
        </Button>
        <IconButton icon="moon" label="Use the dark theme" />
        <IconButton icon="open" label="Open the console" />
        <IconButton icon="bell" label="Notices" pressed={pressed} onClick={() => press(!pressed)} />
        <IconButton icon="trash" label="Remove" disabled />
        <IconButton icon="x" label="Close" size="small" />
      </div>
    </div>
  );
}

function Fields() {
  const [text, write] = useState("Northwind");
  const [zone, choose] = useState("lisbon");
  const [note, describe] = useState("");
  const typed = { value: text, onChange: write };
  return (
    <div class="gallery-columns">
      <Field label="Account name" hint="Shown on statements.">
        <TextInput {...typed} />
      </Field>
      <Field label="Recharge amount" error="Enter an amount of $5.00 or more.">
        <TextInput value="3.00" onChange={() => {}} before="$" after="USD" numeric />
      </Field>
      <Field label="Zone">
        <Select options={ZONES} value={zone} onChange={choose} />
      </Field>
      <Field label="Role" aside="optional">
        <Select options={ZONES} value="" placeholder="Choose a role" onChange={() => {}} />
      </Field>
      <Field label="Reason">
        <TextInput rows={3} value={note} onChange={describe} placeholder="Why the time is wrong" />
      </Field>
      <div class="gallery-stack">
        <TextInput type="search" label="Find" icon="search" value="" onChange={() => {}} placeholder="Find a number" />
        <TextInput label="Small" size="small" icon="filter" {...typed} />
        <TextInput label="Off" disabled {...typed} />
        <Select label="Off" disabled options={ZONES} value="chicago" onChange={() => {}} />
      </div>
    </div>
  );
}

const DESTINATIONS = [
  { value: "sales", label: "Sales", hint: "Queue" },
  { value: "support", label: "Support", hint: "Queue" },
  ...Array.from({ length: 40 }, (_, at) => ({ value: `${at}`, label: `Branch ${at + 1}`, hint: "Number" })),
];

const STATUSES = [
  { value: "lunch", label: "Lunch", hint: "Takes no calls", group: "Your own" },
  { value: "training", label: "Training", aside: "3 people", group: "Your own" },
  { value: "available", label: "Available", hint: "Takes calls", group: "Built in" },
];

function SearchControls() {
  const [place, go] = useState("support");
  const [picked, pick] = useState<ReadonlySet<string>>(new Set(["lunch"]));
  const [file, take] = useState("");
  const shown = DESTINATIONS.find(({ value }) => value === place)!.label;
  return (
    <div class="gallery-columns">
      <Field label="Calls go to" hint="Type a part of the name.">
        <Combobox
          options={DESTINATIONS}
          value={place}
          displayValue={shown}
          onChange={go}
          emptyText="Nothing has this name."
        />
      </Field>
      <FileDrop label="Choose a CSV file" hint={file || "or drop it here"} onFile={({ name }) => take(name)} />
      <FileDrop
        label="Choose a CSV file"
        hint="or drop it here"
        error="This file has 12 MB. Up to 10 MB can be taken."
        onFile={() => {}}
      />
      <Listbox
        label="Statuses to archive"
        placeholder="Type a name"
        options={STATUSES}
        selected={picked}
        onSelect={(value) => pick(new Set(picked.has(value) ? [] : [...picked, value]))}
        emptyText="Nothing has this name."
      />
    </div>
  );
}

function Choices() {
  const [on, turn] = useState(true);
  const [theme, choose] = useState<"auto" | "light" | "dark">("auto");
  return (
    <div class="gallery-columns">
      <div class="gallery-stack">
        <Checkbox label="Every weekday" checked={on} onChange={turn} />
        <Checkbox label="All queues" mixed checked={false} onChange={turn} hint="Three of five are chosen." />
        <Checkbox label="Not chosen" checked={false} onChange={turn} />
        <Checkbox label="Not yours to change" checked disabled onChange={turn} />
      </div>
      <div class="gallery-stack">
        <Switch label="Recharge by itself" hint="When less than $20.00 is left." checked={on} onChange={turn} />
        <Switch label="Off" checked={false} onChange={turn} />
        <Switch label="Not yours to change" checked disabled onChange={turn} />
        <Switch label="At the end of the line" spread checked={on} onChange={turn} />
      </div>
      <Segmented label="Theme" options={THEMES} value={theme} onChange={choose} />
      <Segmented
        label="Theme"
        size="small"
        options={THEMES.map((option) => ({ ...option, iconOnly: true }))}
        value={theme}
        onChange={choose}
      />
    </div>
  );
}

export function Controls() {
  return (
    <>
      <Card title="Buttons">
        <Buttons />
      </Card>
      <Card title="Fields">
        <Fields />
      </Card>
      <Card title="Finding">
        <SearchControls />
      </Card>
      <Card title="Choices">
        <Choices />
      </Card>
    </>
  );
}
