import { route } from "../../shared/route.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { NewPreset } from "./NewPreset.tsx";
import { PresetList } from "./PresetList.tsx";
import { PresetPage } from "./PresetPage.tsx";
import "./Presets.css";

/** Reusable settings: all presets, a new one, and a preset's page. */
export function Presets() {
  const changes = mayDo(useViewer().account, "change routing");
  const [part, tab] = route.value.rest;
  if (part === undefined || part === "queues") return <PresetList of={part === "queues" ? "queue" : "source"} />;
  if (part !== "new") return <PresetPage key={part} id={part} tab={tab} />;
  const of = tab === "queue" ? "queue" : "source";
  return changes ? <NewPreset key={of} of={of} from={route.value.query["from"] ?? null} /> : <PresetList of={of} />;
}
