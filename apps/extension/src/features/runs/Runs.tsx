import { route } from "../../shared/route.ts";
import { RunList } from "./RunList.tsx";
import { RunPage } from "./RunPage.tsx";

/** Long work item by item: the list of runs, and a run's page. */
export function Runs() {
  const [run] = route.value.rest;
  return run === undefined ? <RunList /> : <RunPage key={run} id={run} />;
}
