import { route } from "../../shared/route.ts";
import { SourceList } from "./SourceList.tsx";
import { SourcePage } from "./SourcePage.tsx";
import "./Sources.css";

/** Where callers come from: the sources in order, a visit to try them on, and a source's page. */
export function Sources() {
  const [part, tab] = route.value.rest;
  if (part === undefined || part === "test") return <SourceList tab={part ?? "list"} />;
  return <SourcePage key={part} id={part === "new" ? null : part} tab={tab} />;
}
