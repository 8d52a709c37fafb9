/** What can be said about a file before a byte of it is sent; the server says the rest. */
import type { User } from "../api/types";
import { formatBytes } from "../lib/format";

export const ACCEPT = ".csv,.parquet,.pq";
const EXTENSIONS = ACCEPT.split(",");
const GIGABYTE = 1024 ** 3;

/** The server's own limit, or its default as long as that isn't known. */
export function uploadLimit(user: Pick<User, "max_upload_size"> | undefined): number {
  return user?.max_upload_size ?? GIGABYTE;
}

/** A sentence when the file can't be taken, else null. */
export function checkFile(file: Pick<File, "name" | "size">, limit: number): string | null {
  const name = file.name.toLowerCase();
  if (!EXTENSIONS.some((extension) => name.endsWith(extension))) {
    return `“${file.name}” is no CSV or Parquet file. Choose a .csv, .parquet or .pq file.`;
  }
  if (file.size === 0) return `“${file.name}” is empty.`;
  if (file.size > limit) {
    return `“${file.name}” is too large: it has ${formatBytes(file.size)}, and the limit is ${formatBytes(limit)}.`;
  }
  return null;
}

/** What was dropped: one file, or a sentence why it isn't one. */
export function droppedFile(data: DataTransfer): File | string {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry());
  const [file] = data.files;
  if (data.files.length > 1) return "One file at a time, please: each file gets a chat of its own.";
  if (entries.some((entry) => entry?.isDirectory)) {
    return "That is a folder. Drop one file out of it instead.";
  }
  return file ?? "No file was dropped. Drop a file from your computer, or choose one.";
}
