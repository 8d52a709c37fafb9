/** In the place of mdast-util-to-markdown (vite.config.ts): the app reads Markdown and never writes any. */
export const defaultHandlers = {};
