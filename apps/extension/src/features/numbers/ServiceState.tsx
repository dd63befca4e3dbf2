import { Tooltip } from "@callboard/ui/Tooltip";
import { type Shape, StatusShape } from "@callboard/ui/StatusShape";
import type { Tone, Color } from "@callboard/ui/tone";
import type { Outputs } from "../../data/api.ts";
import { numbers as texts } from "../../texts/en/numbers.ts";

export type NumberRow = Outputs["numbers"]["list"]["numbers"][number];
type Service = NumberRow["service"];

/** Disc: connects calls and shows on websites. Half: only connects. Square: doesn't connect. Ring: isn't in use. */
const LOOKS: Record<Service["label"], { shape: Shape; tone: Tone | Color }> = {
  active: { shape: "disc", tone: "good" },
  paused: { shape: "half", tone: "warn" },
  frozen: { shape: "half", tone: "slate" },
  releasing: { shape: "half", tone: "slate" },
  porting: { shape: "diamond", tone: "accent" },
  stopped: { shape: "square", tone: "bad" },
  inactive: { shape: "square", tone: "bad" },
  canceled: { shape: "square", tone: "slate" },
  held: { shape: "ring", tone: "warn" },
  forwarded: { shape: "half", tone: "slate" },
  released: { shape: "ring", tone: "slate" },
};

export function ServiceShape({ service, size = 10 }: { service: Service; size?: number }) {
  const { shape, tone } = LOOKS[service.label];
  // Half promises that calls connect; if they don't for this number, it gets the square.
  return <StatusShape shape={service.connects || shape !== "half" ? shape : "square"} tone={tone} size={size} />;
}

/** A number's service state as shape and word, with its reason as a tooltip; a normal state needs none. */
export function ServiceState({ service }: { service: Service }) {
  if (service.label === "active")
    return (
      <span class="number-state" title={service.why}>
        <ServiceShape service={service} />
        {texts.labels.active}
      </span>
    );
  return (
    <Tooltip text={service.why} align="end">
      <ServiceShape service={service} />
      {texts.labels[service.label]}
    </Tooltip>
  );
}
