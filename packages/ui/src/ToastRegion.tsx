import { ToastFrame } from "./ToastFrame.tsx";
import { ToastItems, type ToastItemsProps } from "./ToastItems.tsx";

export interface ToastRegionProps extends ToastItemsProps {
  label: string;
}

/** Toasts and their live region, for a page that has both from the start. */
export const ToastRegion = ({ label, ...items }: ToastRegionProps) => (
  <ToastFrame label={label}>
    <ToastItems {...items} />
  </ToastFrame>
);
