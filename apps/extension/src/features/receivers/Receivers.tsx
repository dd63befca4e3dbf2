import { route } from "../../shared/route.ts";
import { ReceiverList } from "./ReceiverList.tsx";
import { ReceiverVersions } from "./ReceiverVersions.tsx";
import "./Receivers.css";

/** The receiving numbers, that is the telephones at which calls arrive, and the versions of each. */
export function Receivers() {
  const [id] = route.value.rest;
  return id === undefined ? <ReceiverList /> : <ReceiverVersions key={id} id={id} />;
}
