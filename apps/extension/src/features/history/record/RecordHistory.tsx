import { route } from "../../../shared/route.ts";
import { parseVersions } from "../../../shared/versions/addresses.ts";
import { ComparePage } from "./ComparePage.tsx";
import { RecordPage } from "./RecordPage.tsx";
import { VersionPage } from "./VersionPage.tsx";
import "./Record.css";

/** A record's history: its list of versions, one complete version, or two side by side. */
export function RecordHistory() {
  const [kind = "", id = "", versionsText] = route.value.rest;
  const versions = parseVersions(versionsText);
  if (versions === null) return <RecordPage key={`${kind} ${id}`} kind={kind} id={id} />;
  if ("version" in versions)
    return <VersionPage key={`${kind} ${id} ${versions.version}`} kind={kind} id={id} {...versions} />;
  return <ComparePage key={`${kind} ${id}`} kind={kind} id={id} {...versions} />;
}
