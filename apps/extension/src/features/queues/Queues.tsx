import { route } from "../../shared/route.ts";
import { QueueList } from "./QueueList.tsx";
import { NewQueue } from "./NewQueue.tsx";
import { QueuePage } from "./QueuePage.tsx";
import "./Queues.css";
import "../../shared/queue-form/QueueForm.css";

/** Call queues: the list with each queue's current state, and a queue's page. */
export function Queues() {
  const [id, tab] = route.value.rest;
  if (id === undefined) return <QueueList />;
  if (id === "new") return <NewQueue />;
  return <QueuePage key={id} id={id} tab={tab} />;
}
