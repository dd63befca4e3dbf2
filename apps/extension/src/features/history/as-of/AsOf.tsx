import { route } from "../../../shared/route.ts";
import { AsOfPage } from "./AsOfPage.tsx";
import { PickInstantPage } from "./PickInstantPage.tsx";
import "./AsOf.css";

/** The account as it stood at an instant that the address names, in milliseconds; without one it is chosen. */
export function AsOf() {
  const [text = ""] = route.value.rest;
  return /^\d{1,15}$/.test(text) ? <AsOfPage key={text} at={Number(text)} /> : <PickInstantPage />;
}
