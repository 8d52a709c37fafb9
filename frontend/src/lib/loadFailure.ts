/** A part of the app that is loaded when it is needed, and didn't come. */

/** As Chrome, Firefox and Safari word it, and Vite for the styles of a part. */
const NOT_LOADED =
  /dynamically imported module|importing a module script failed|unable to preload css|failed to load module script/i;

export function isLoadFailure(error: unknown): boolean {
  return error instanceof Error && NOT_LOADED.test(error.message);
}

export const LOAD_FAILURE =
  "This part of the app could not be loaded. Check your connection and load the page again; nothing is lost.";
