import { expect, test } from "vitest";
import { checkFile, droppedFile, uploadLimit } from "./checkFile";

const KB = 1024;

test.each(["a.csv", "A.CSV", "b.parquet", "c.pq", "two.dots.csv"])("%s can be taken", (name) => {
  expect(checkFile({ name, size: KB }, KB)).toBeNull();
});

test.each([
  ["notes.txt", 10, "is no CSV or Parquet file"],
  ["csv", 10, "is no CSV or Parquet file"],
  ["empty.csv", 0, "is empty"],
  ["large.csv", 2 * KB, "it has 2 KB, and the limit is 1 KB"],
])("%s with %i bytes can't", (name, size, sentence) => {
  expect(checkFile({ name, size }, KB)).toContain(sentence);
});

test("the limit is the server's, or its default until that is known", () => {
  expect(uploadLimit({ max_upload_size: 5 })).toBe(5);
  expect(uploadLimit(undefined)).toBe(1073741824);
});

function dropped(files: File[], isDirectory = false): DataTransfer {
  const items = files.map(() => ({ webkitGetAsEntry: () => ({ isDirectory }) }));
  return { files, items } as unknown as DataTransfer;
}

test("what is dropped is one file, or a sentence", () => {
  const file = new File(["x"], "a.csv");
  expect(droppedFile(dropped([file]))).toBe(file);
  expect(droppedFile(dropped([file, file]))).toContain("One file at a time");
  expect(droppedFile(dropped([file], true))).toContain("That is a folder");
  expect(droppedFile(dropped([]))).toContain("No file was dropped");
});
