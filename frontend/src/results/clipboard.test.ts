import { expect, it } from "vitest";
import { toTsv } from "./clipboard";

it("disarms formulas, keeps numbers, quotes what would break cells", () => {
  const rows = [
    { a: "=1+1", b: -5, c: "x\ty" },
    { a: "-12.5", b: null, c: 'say "hi"\nthere' },
    { a: "@cmd", b: { k: [1] }, c: "" },
  ];
  expect(toTsv(["a", "b", "c"], rows)).toBe(
    'a\tb\tc\n\'=1+1\t-5\t"x\ty"\n-12.5\t\t"say ""hi""\nthere"\n\'@cmd\t"{""k"":[1]}"\t',
  );
});
