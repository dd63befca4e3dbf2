import { place } from "../../route.ts";
import { ReceiverList } from "./ReceiverList.tsx";
import { ReceiverPast } from "./ReceiverPast.tsx";
import "./Receivers.css";

/** The phones that calls go to in the end, and what each of them was before. */
export function Receivers() {
  const [id] = place.value.rest;
  return id === undefined ? <ReceiverList /> : <ReceiverPast key={id} id={id} />;
}
