/** Bars for what is on its way. They show after a moment only, and in a popup that knows its last picture never. */
export const Loading = () => import("@callboard/ui/Skeleton").then((module) => module.Skeleton);
