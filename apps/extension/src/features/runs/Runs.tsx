import { route } from "../../shared/route.ts";
import { RunList } from "./RunList.tsx";
import { RunPage } from "./RunPage.tsx";

/** Long work on many numbers: the list of it, and the page of one. */
export function Runs() {
  const [run] = route.value.rest;
  return run === undefined ? <RunList /> : <RunPage key={run} id={run} />;
}
