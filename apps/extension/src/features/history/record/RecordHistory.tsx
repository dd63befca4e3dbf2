import { route } from "../../../shared/route.ts";
import { parseVersions } from "../../../shared/versions/addresses.ts";
import { ComparePage } from "./ComparePage.tsx";
import { RecordPage } from "./RecordPage.tsx";
import { VersionPage } from "./VersionPage.tsx";
import "./Record.css";

/** A record's past: its list of versions, one complete version, or two side by side. */
export function RecordHistory() {
  const [kind = "", id = "", which] = route.value.rest;
  const asked = parseVersions(which);
  if (asked === null) return <RecordPage key={`${kind} ${id}`} kind={kind} id={id} />;
  if ("version" in asked) return <VersionPage key={`${kind} ${id} ${asked.version}`} kind={kind} id={id} {...asked} />;
  return <ComparePage key={`${kind} ${id}`} kind={kind} id={id} {...asked} />;
}
