import { StatusShape } from "@callboard/ui/StatusShape";

/** The product's logo: a telephone in a disc, as the status shapes are drawn. */
export const Logo = () => <StatusShape shape="disc" tone="accent" icon="phone" size={22} />;
