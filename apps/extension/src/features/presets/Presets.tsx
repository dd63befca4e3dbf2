import { route } from "../../shared/route.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { NewPreset } from "./NewPreset.tsx";
import { PresetList } from "./PresetList.tsx";
import { PresetPage } from "./PresetPage.tsx";
import "./Presets.css";

/** Reusable settings: all presets, a new one, and a preset's page. */
export function Presets() {
  const mayChange = mayDo(useViewer().account, "change routing");
  // After `new` comes the kind of preset; after a preset's id, the tab of its page.
  const [page, tab] = route.value.rest;
  if (page === undefined || page === "queues") return <PresetList kind={page === "queues" ? "queue" : "source"} />;
  if (page !== "new") return <PresetPage key={page} id={page} tab={tab} />;
  const kind = tab === "queue" ? "queue" : "source";
  return mayChange ? (
    <NewPreset key={kind} kind={kind} sourcePresetId={route.value.query["from"] ?? null} />
  ) : (
    <PresetList kind={kind} />
  );
}
