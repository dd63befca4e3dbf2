import { route } from "../../shared/route.ts";
import { SourceList } from "./SourceList.tsx";
import { SourcePage } from "./SourcePage.tsx";
import "./Sources.css";

/** Where callers come from: the sources in order, a test with a visit, and a source's page. */
export function Sources() {
  const [page, tab] = route.value.rest;
  if (page === undefined || page === "test") return <SourceList tab={page ?? "list"} />;
  return <SourcePage key={page} id={page === "new" ? null : page} tab={tab} />;
}
