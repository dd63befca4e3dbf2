import { route } from "../../shared/route.ts";
import { ReceiverList } from "./ReceiverList.tsx";
import { ReceiverVersions } from "./ReceiverVersions.tsx";
import "./Receivers.css";

/** The phones that calls go to in the end, and what each of them was before. */
export function Receivers() {
  const [id] = route.value.rest;
  return id === undefined ? <ReceiverList /> : <ReceiverVersions key={id} id={id} />;
}
