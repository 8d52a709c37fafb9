/** Hands a file to the browser's downloads. */
import { request } from "../api/client";

export function saveBlob(blob: Blob, filename: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.click();
  // The click only starts the download; the address has to live until it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Downloads what the API answers, with the login token. Raises ApiError. */
export async function saveFromApi(path: string, filename: string): Promise<void> {
  const response = await request(path);
  saveBlob(await response.blob(), filename);
}

/** A file name out of a title: "Revenue by region?" → "revenue-by-region" */
export function slug(title: string): string {
  const words =
    title
      .normalize("NFKD")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join("-").slice(0, 80) || "download";
}
