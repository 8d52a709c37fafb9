import { expect, test } from "vitest";
import { ApiError } from "../api/client";
import { bodyOf, errorOf, fieldsOf, typesOf, withAnother } from "./reimport";

test("what is left alone is left out", () => {
  expect(bodyOf(fieldsOf(null), [])).toEqual({});
});

test("earlier decisions come back as they were", () => {
  const options = {
    encoding: "utf-16",
    delimiter: "\t",
    quote: "",
    header: false,
    skip_lines: 2,
    null_values: ["-", "none"],
    decimal: ",",
    thousands: " ",
    date_format: "%d.%m.%Y",
    types: { zip: "VARCHAR" },
  };
  expect(bodyOf(fieldsOf(options), typesOf(options))).toEqual(options);
});

test("another column type is for a column that has none, also after one was changed", () => {
  const first = withAnother([], ["a", "b", "c"]).map((each) => ({ ...each, column: "b" }));
  const both = withAnother(first, ["a", "b", "c"]);
  expect(both.map(({ column }) => column)).toEqual(["b", "a"]);
  expect(new Set(both.map(({ id }) => id)).size).toBe(2);
});

test("the server's sentences go to their fields", () => {
  const error = new ApiError(400, "…", "invalid", { encoding: ["Not known."], "types.zip": ["No type."] });
  expect(errorOf(error, "encoding")).toBe("Not known.");
  expect(errorOf(error, "types")).toBe("No type.");
  expect(errorOf(error, "quote")).toBeNull();
});
