import { defaultSchema } from "rehype-sanitize";

const { img: _, ...attributes } = defaultSchema.attributes ?? {};

/** What of a Markdown tree reaches the page: no pictures' addresses, no links but to the web and to mail. */
export const schema: typeof defaultSchema = {
  ...defaultSchema,
  attributes: { ...attributes, img: ["alt"] },
  protocols: { href: ["http", "https", "mailto"] },
};
