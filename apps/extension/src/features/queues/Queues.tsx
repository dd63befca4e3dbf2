import { route } from "../../shared/route.ts";
import { QueueList } from "./QueueList.tsx";
import { NewQueue } from "./NewQueue.tsx";
import { QueuePage } from "./QueuePage.tsx";
import "./Queues.css";
import "../../shared/queue-form/QueueForm.css";

/** Call queues: all of them as they stand now, and the page of one. */
export function Queues() {
  const [id, tab] = route.value.rest;
  if (id === undefined) return <QueueList />;
  if (id === "new") return <NewQueue />;
  return <QueuePage key={id} id={id} tab={tab} />;
}
