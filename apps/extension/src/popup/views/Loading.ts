/** A skeleton. It shows only after a moment, and never in a popup that has a snapshot. */
export const Loading = () => import("@callboard/ui/Skeleton").then((module) => module.Skeleton);
