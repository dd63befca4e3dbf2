import { useState } from "preact/hooks";
import { Avatar } from "../src/Avatar.tsx";
import { Badge } from "../src/Badge.tsx";
import { Button } from "../src/Button.tsx";
import { Card } from "../src/Card.tsx";
import { Difference } from "../src/Difference.tsx";
import { Elapsed } from "../src/Elapsed.tsx";
import { Tooltip } from "../src/Tooltip.tsx";
import { Kbd } from "../src/Kbd.tsx";
import { Money } from "../src/Money.tsx";
import { Notice } from "../src/Notice.tsx";
import { Progress } from "../src/Progress.tsx";
import { Skeleton } from "../src/Skeleton.tsx";
import { Tabs } from "../src/Tabs.tsx";
import { When } from "../src/When.tsx";
import { Tables } from "./tables.tsx";

const MORNING = Date.UTC(2025, 4, 14, 9, 12);
const now = () => MORNING + performance.now();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const local = { language: "en-US", zone: "America/New_York", now };
const dollars = { currency: "USD", locale: "en-US" };

function Times() {
  const away = [-20_000, -3 * MINUTE, -5 * HOUR, -30 * HOUR, -19 * 24 * HOUR, -400 * 24 * HOUR, 25 * MINUTE];
  return (
    <>
      <div class="gallery-row">
        {away.map((ms) => (
          <When key={ms} at={MORNING + ms} {...local} />
        ))}
      </div>
      <div class="gallery-row">
        <span class="cb-figure">
          <Elapsed since={MORNING - 761_000} now={now} />
        </span>
        <Elapsed since={MORNING - 3_595_000} now={now} />
        <Elapsed since={MORNING - 26 * HOUR} now={now} />
      </div>
    </>
  );
}

function Amounts() {
  const lines = [182_400_000, -4_000, -1_250_000, 1_204_950_000, 0];
  return (
    <div style={{ display: "grid", gap: "4px", justifyItems: "end", inlineSize: "160px" }}>
      {lines.map((micros) => (
        <Money key={micros} micros={micros} {...dollars} signed={micros === 1_204_950_000} />
      ))}
      <Money micros={-258_750} {...dollars} signed exact />
      <Money micros={-1_500_000} currency="EUR" locale="de-DE" />
    </div>
  );
}

function Views() {
  const [view, setView] = useState<"now" | "versions" | "history">("now");
  return (
    <Tabs
      label="Views"
      selected={view}
      onSelect={setView}
      tabs={[
        { id: "now", label: "Now" },
        { id: "versions", label: "Versions", count: 12 },
        { id: "history", label: "History" },
      ]}
    >
      <p class="cb-muted">
        {{ now: "How it rings today.", versions: "Twelve versions.", history: "Who changed what." }[view]}
      </p>
    </Tabs>
  );
}

const labels = { was: "was", is: "is now", added: "added", removed: "removed", changed: "changed", moved: "moved" };

function Differences() {
  return (
    <div class="gallery-stack">
      <Difference before="45 min" after="1 h" labels={labels} />
      <Difference
        before="Thank you for calling the main office of Northwind"
        after="Thank you for calling Northwind, please stay on the line"
        labels={labels}
      />
      <Difference
        before=""
        after=""
        text={[
          { in: "both", text: "Thank you for calling " },
          { in: "before", text: "us" },
          { in: "after", text: "Northwind" },
          { in: "both", text: ". Please stay on the line." },
        ]}
        labels={labels}
      />
      <Difference
        before=""
        after=""
        items={[
          { id: "a", how: "removed", before: "Finn Adair", after: null },
          { id: "b", how: "added", before: null, after: "Ava Lindqvist" },
          { id: "c", how: "changed", before: "Ben Okafor, level 1", after: "Ben Okafor, level 2" },
          { id: "d", how: "moved", before: "Milo Park", after: "Milo Park" },
        ]}
        labels={labels}
      />
    </div>
  );
}

export function Data() {
  return (
    <>
      <Card title="Badges, people, keys">
        <div class="gallery-stack">
          <div class="gallery-row">
            <Badge>Draft</Badge>
            <Badge tone="accent">New</Badge>
            <Badge tone="good" icon="check">
              Paid
            </Badge>
            <Badge tone="warn" icon="clock">
              Due in 3 days
            </Badge>
            <Badge tone="bad" icon="alert">
              Refused
            </Badge>
            <Badge tone="busy">On a call</Badge>
          </div>
          <div class="gallery-row">
            <Tooltip text="Calls connect to Sales. The website shows the plain number.">Paused</Tooltip>
            <Avatar name="Dana Reyes" />
            <Avatar name="Li Wei" size="sm" />
            <Avatar name="Madonna" />
            <Kbd keys={["1"]} />
            <Kbd keys={["Ctrl", "K"]} />
            <Kbd keys={["↑"]} />
          </div>
        </div>
      </Card>
      <Tables />
      <Card title="Notices">
        <div class="gallery-stack">
          <Notice sentence="Numbers are read from your phone system every five minutes." />
          <Notice
            tone="warn"
            sentence="The balance covers calls until Friday, 16 May."
            action={<Button size="small">Add money</Button>}
          />
          <Notice
            tone="bad"
            sentence="The card ending in 4242 was refused."
            detail="The bank gave no reason. Nothing was charged, and calls go on until 16 May."
            action={<Button size="small">Use another card</Button>}
          />
        </div>
      </Card>
      <Card title="Times">
        <div class="gallery-stack">
          <Times />
        </div>
      </Card>
      <Card title="Money">
        <Amounts />
      </Card>
      <Card title="Differences">
        <Differences />
      </Card>
      <Card title="Tabs">
        <Views />
      </Card>
      <Card title="Waiting">
        <div class="gallery-stack">
          <Progress label="Reading call records" value={12} max={40} text="12 of 40 days" />
          <Progress label="Import" value={40} max={40} text="40 of 40 days" />
          <Skeleton label="Fetching people" lines={3} lineHeight="24px" />
        </div>
      </Card>
    </>
  );
}
