import { lazy, Suspense } from "react";
import type { DataTableProps } from "./DataTable";
import { COMPACT_HEIGHT, tableHeight } from "./tableSize";

const DataTable = lazy(() => import("./DataTable").then((module) => ({ default: module.DataTable })));

/** A compact DataTable whose code is loaded with the first one; its place is kept until then. */
export function LazyTable(props: DataTableProps) {
  const height = Math.min(COMPACT_HEIGHT, tableHeight(props.rows.length));
  return (
    <Suspense fallback={<div style={{ height }} />}>
      <DataTable {...props} />
    </Suspense>
  );
}
