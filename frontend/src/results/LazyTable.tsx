import { lazy, Suspense } from "react";
import { PartBoundary } from "../ui/PartBoundary";
import type { DataTableProps } from "./DataTable";
import { compactHeight } from "./tableSize";

const DataTable = lazy(() => import("./DataTable").then((module) => ({ default: module.DataTable })));

/** A compact DataTable whose code is loaded with the first one; its place is kept until then. */
export function LazyTable(props: DataTableProps) {
  return (
    <PartBoundary>
      <Suspense fallback={<div style={{ height: compactHeight(props.rows.length) }} />}>
        <DataTable {...props} />
      </Suspense>
    </PartBoundary>
  );
}
