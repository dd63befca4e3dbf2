import { StatusShape } from "@callboard/ui/StatusShape";

/** The product's logo: a person who takes calls. */
export const Logo = () => <StatusShape shape="disc" tone="accent" icon="phone" size={22} />;
